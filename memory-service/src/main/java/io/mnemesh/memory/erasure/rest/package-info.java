/** Erasures over HTTP. */
@NullMarked
package io.mnemesh.memory.erasure.rest;

import org.jspecify.annotations.NullMarked;
