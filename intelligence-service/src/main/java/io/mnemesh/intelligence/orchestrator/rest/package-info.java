/** The orchestrator over HTTP. */
@NullMarked
package io.mnemesh.intelligence.orchestrator.rest;

import org.jspecify.annotations.NullMarked;
