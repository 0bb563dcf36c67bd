/** Brings the messages of a channel to this node in order: sharded pub/sub, gap detection, filling from history. */
@NullMarked
package io.mnemesh.realtime.fanout;

import org.jspecify.annotations.NullMarked;
