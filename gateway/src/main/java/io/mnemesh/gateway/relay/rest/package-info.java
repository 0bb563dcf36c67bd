/** RelayCore over HTTP. */
@NullMarked
package io.mnemesh.gateway.relay.rest;

import org.jspecify.annotations.NullMarked;
