/** HTTP of {@link io.mnemesh.gateway.sessions}. */
@NullMarked
package io.mnemesh.gateway.sessions.rest;

import org.jspecify.annotations.NullMarked;
