package io.mnemesh.realtime.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.filter.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client may say. */
public sealed interface ClientFrame {

    /** What the client wants the answer to carry, so that it finds its question again. */
    @Nullable
    Long id();

    /** The first frame of a connection that brought no token with its handshake. */
    record Connect(@Nullable Long id, String token) implements ClientFrame {}

    /**
     * A newer token.
     *
     * @param channel whose subscription the token grants; null if it is an access token of the same user, so that the
     *     connection lives on
     */
    record Refresh(
            @Nullable Long id, String token, @Nullable String channel) implements ClientFrame {}

    /**
     * @param channels  at least one, each once
     * @param joinLeave whether the client wants to be told who comes and goes
     * @param typing    whether it wants to be told who writes
     * @param consumer  under which name it acknowledges what it gets; null if it does not
     */
    record Subscribe(
            @Nullable Long id,
            List<Wanted> channels,
            boolean joinLeave,
            boolean typing,
            @Nullable String consumer) implements ClientFrame {}

    /** @param position up to which everything of the channel is done with */
    record Ack(@Nullable Long id, String channel, Position position) implements ClientFrame {}

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

    /**
     * A question that is answered once.
     *
     * @param correlation the frame's id, which such a frame has
     * @param params      what the method needs, an object
     * @param deadline    after which the client does not wait any more
     */
    record Request(long correlation, String method, JsonNode params, Duration deadline) implements ClientFrame {
        @Override
        public Long id() {
            return correlation;
        }
    }

    record Ping(@Nullable Long id) implements ClientFrame {}

    /**
     * @param channel name of a channel
     * @param recover where the client was, if it wants what it missed since
     * @param filter  what it wants of the channel
     * @param token   what grants the subscription; null if nothing does
     * @param since   from when on it wants what happened; null for what comes
     */
    record Wanted(
            String channel,
            @Nullable Position recover,
            Filter filter,
            @Nullable String token,
            @Nullable Instant since) {}
}
