/** HTTP of {@link io.mnemesh.gateway.health}. */
@NullMarked
package io.mnemesh.gateway.health.rest;

import org.jspecify.annotations.NullMarked;
