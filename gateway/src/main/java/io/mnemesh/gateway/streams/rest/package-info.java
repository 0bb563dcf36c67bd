/** HTTP of {@link io.mnemesh.gateway.streams}. */
@NullMarked
package io.mnemesh.gateway.streams.rest;

import org.jspecify.annotations.NullMarked;
