/** HTTP of {@link io.mnemesh.gateway.access}. */
@NullMarked
package io.mnemesh.gateway.access.rest;

import org.jspecify.annotations.NullMarked;
