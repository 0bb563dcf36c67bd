/** Signing in, and the sessions that begin with it. */
@NullMarked
package io.mnemesh.gateway.sessions;

import org.jspecify.annotations.NullMarked;
