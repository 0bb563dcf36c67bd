/** HTTP of {@link io.mnemesh.gateway.oidc}. */
@NullMarked
package io.mnemesh.gateway.oidc.rest;

import org.jspecify.annotations.NullMarked;
