package io.mnemesh.realtime.mark;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.realtime.channel.Position;
import org.jspecify.annotations.Nullable;

/** How far a user has come in a channel, as clients are told: {@code {"offset","epoch","unread"}}. */
public final class MarkState {

    private MarkState() {}

    /** Of another epoch than the channel's, nothing is known to be read. */
    public static ObjectNode of(Position newest, @Nullable Position mark) {
        long read = mark == null || !mark.sameEpoch(newest) ? 0 : mark.offset();
        return JsonNodeFactory.instance
                .objectNode()
                .put("offset", read)
                .put("epoch", newest.epoch())
                .put("unread", Math.max(0, newest.offset() - read));
    }

    /** As above, with whose mark it is: {@code {"channel","name","offset","epoch","unread"}}. */
    public static ObjectNode named(String channel, String name, Position newest, @Nullable Position mark) {
        return of(newest, mark).put("channel", channel).put("name", name);
    }
}
