/** Workflows over HTTP. */
@NullMarked
package io.mnemesh.intelligence.workflow.rest;

import org.jspecify.annotations.NullMarked;
