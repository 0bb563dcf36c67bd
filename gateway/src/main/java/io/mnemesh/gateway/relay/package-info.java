/** RelayCore: which instance takes a request, and which requests are taken at all. */
@NullMarked
package io.mnemesh.gateway.relay;

import org.jspecify.annotations.NullMarked;
