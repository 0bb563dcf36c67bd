/** Brings the messages of a channel to its subscribers: one index per event loop, encoded once, written without a copy. */
@NullMarked
package io.mnemesh.realtime.hub;

import org.jspecify.annotations.NullMarked;
