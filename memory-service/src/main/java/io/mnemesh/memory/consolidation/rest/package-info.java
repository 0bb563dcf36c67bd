/** Consolidation over HTTP. */
@NullMarked
package io.mnemesh.memory.consolidation.rest;

import org.jspecify.annotations.NullMarked;
