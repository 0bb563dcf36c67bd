/** Messages that are taken now and relayed to a service later, by priority, as the one who sent them. */
@NullMarked
package io.mnemesh.gateway.relay.message;

import org.jspecify.annotations.NullMarked;
