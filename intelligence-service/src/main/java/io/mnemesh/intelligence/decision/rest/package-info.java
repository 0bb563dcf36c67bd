/** Decisions over HTTP. */
@NullMarked
package io.mnemesh.intelligence.decision.rest;

import org.jspecify.annotations.NullMarked;
