/** Capacity over HTTP. */
@NullMarked
package io.mnemesh.intelligence.capacity.rest;

import org.jspecify.annotations.NullMarked;
