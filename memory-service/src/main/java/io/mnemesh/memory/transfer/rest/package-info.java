/** Imports and exports over HTTP. */
@NullMarked
package io.mnemesh.memory.transfer.rest;

import org.jspecify.annotations.NullMarked;
