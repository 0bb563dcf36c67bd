/** Signing in with the ID tokens of external identity providers (OpenID Connect). */
@NullMarked
package io.mnemesh.gateway.oidc;

import org.jspecify.annotations.NullMarked;
