/** Channels of a tenant: names, positions and what flows through them. */
@NullMarked
package io.mnemesh.realtime.channel;

import org.jspecify.annotations.NullMarked;
