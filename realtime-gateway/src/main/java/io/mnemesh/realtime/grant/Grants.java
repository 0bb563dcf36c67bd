package io.mnemesh.realtime.grant;

import io.mnemesh.realtime.channel.ChannelId;
import org.jspecify.annotations.Nullable;

/** The grants of one connection. */
@FunctionalInterface
public interface Grants {

    /** None. */
    Grants NONE = channel -> null;

    /** What the connection has this channel by; null unless it has it by a token. */
    @Nullable
    Grant of(ChannelId channel);
}
