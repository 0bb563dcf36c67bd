/** HTTP of {@link io.mnemesh.gateway.signing}. */
@NullMarked
package io.mnemesh.gateway.signing.rest;

import org.jspecify.annotations.NullMarked;
