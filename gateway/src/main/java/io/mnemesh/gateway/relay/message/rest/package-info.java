/** The relay queue over HTTP. */
@NullMarked
package io.mnemesh.gateway.relay.message.rest;

import org.jspecify.annotations.NullMarked;
