package io.mnemesh.realtime.protocol;

import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client may say. */
public sealed interface ClientFrame {

    /** What the client wants the answer to carry, so that it finds its question again. */
    @Nullable
    Long id();

    /** The first frame of a connection that brought no token with its handshake. */
    record Connect(@Nullable Long id, String token) implements ClientFrame {}

    /** A newer token of the same user, so that the connection lives on. */
    record Refresh(@Nullable Long id, String token) implements ClientFrame {}

    /**
     * @param channels  at least one, each once
     * @param joinLeave whether the client wants to be told who comes and goes
     * @param typing    whether it wants to be told who writes
     */
    record Subscribe(@Nullable Long id, List<Wanted> channels, boolean joinLeave, boolean typing)
            implements ClientFrame {}

    /** @param channels at least one */
    record Unsubscribe(@Nullable Long id, List<String> channels) implements ClientFrame {}

    /**
     * @param data JSON in UTF-8
     * @param key  under which a repeated frame is recognised
     */
    record Publish(
            @Nullable Long id,
            String channel,
            byte[] data,
            @Nullable String key) implements ClientFrame {}

    /**
     * @param limit most members wanted; 0 for the counts alone
     * @param after the member before the first one wanted; null to begin with the first
     */
    record Presence(
            @Nullable Long id,
            String channel,
            int limit,
            @Nullable Member after) implements ClientFrame {}

    /** @param on whether the user writes, or does not any more */
    record Typing(@Nullable Long id, String channel, boolean on) implements ClientFrame {}

    record Ping(@Nullable Long id) implements ClientFrame {}

    /**
     * @param channel name of a channel
     * @param recover where the client was, if it wants what it missed since
     */
    record Wanted(String channel, @Nullable Position recover) {}
}
