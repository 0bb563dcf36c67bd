package io.mnemesh.realtime.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.realtime.archive.ArchivedEvent;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the server says to one client. Events and gaps are for all subscribers and are encoded apart from these. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "id"})
public sealed interface ServerFrame {

    /** Kind of the frame. */
    @JsonProperty("type")
    String type();

    /**
     * The client may subscribe.
     *
     * @param connection id of the connection, for questions about it
     * @param heartbeat  seconds after which a silent client is pinged
     * @param expiresAt  when the connection ends unless the token is refreshed
     */
    @RegisterForReflection
    record Connected(
            @Nullable Long id, String connection, String tenant, String subject, Instant expiresAt, long heartbeat)
            implements ServerFrame {
        @Override
        public String type() {
            return "connected";
        }
    }

    @RegisterForReflection
    record Refreshed(@Nullable Long id, Instant expiresAt) implements ServerFrame {
        @Override
        public String type() {
            return "refreshed";
        }
    }

    /** @param subscriptions by channel, in the order asked for */
    @RegisterForReflection
    record Subscribed(@Nullable Long id, Map<String, Entry> subscriptions) implements ServerFrame {
        @Override
        public String type() {
            return "subscribed";
        }

        /**
         * @param offset    the channel's newest offset; what comes live is behind it
         * @param recovered true if everything since the position the client gave follows; false with a gap frame if it
         *                  gave one, and without if it gave none
         * @param expiresAt when it ends unless its token is refreshed; null if it has none
         */
        @RegisterForReflection
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Entry(
                long offset,
                String epoch,
                boolean recovered,
                @Nullable Instant expiresAt) {
            public static Entry of(Position position, boolean recovered) {
                return of(position, recovered, null);
            }

            public static Entry of(Position position, boolean recovered, @Nullable Instant expiresAt) {
                return new Entry(position.offset(), position.epoch(), recovered, expiresAt);
            }
        }
    }

    /** @param reason why, if the client did not ask for it: {@code token_expired}, or {@code token_revoked} */
    @RegisterForReflection
    record Unsubscribed(
            @Nullable Long id,
            List<String> channels,
            @Nullable String reason) implements ServerFrame {
        @Override
        public String type() {
            return "unsubscribed";
        }
    }

    /** What is acknowledged is kept so, up to this position. */
    @RegisterForReflection
    record Acked(@Nullable Long id, String channel, long offset, String epoch) implements ServerFrame {
        @Override
        public String type() {
            return "acked";
        }
    }

    /** What was not acknowledged in time comes again: all that is behind this position. */
    @RegisterForReflection
    record Redelivery(String channel, long offset, String epoch) implements ServerFrame {
        @Override
        public String type() {
            return "redelivery";
        }
    }

    /**
     * What was published is in the history.
     *
     * @param first false if it was there before, with the same idempotency key
     */
    @RegisterForReflection
    record Published(@Nullable Long id, String channel, long offset, String epoch, boolean first)
            implements ServerFrame {
        @Override
        public String type() {
            return "published";
        }
    }

    /**
     * Who is in a channel.
     *
     * @param clients connections
     * @param users   users of these
     * @param members some of the connections, those of a user together
     * @param next    what to ask for the others with; null if there are none
     */
    @RegisterForReflection
    record Members(
            @Nullable Long id,
            String channel,
            long clients,
            long users,
            List<One> members,
            @Nullable String next) implements ServerFrame {
        @Override
        public String type() {
            return "members";
        }

        /** A connection of a user. */
        @RegisterForReflection
        @JsonPropertyOrder({"user", "client"})
        public record One(String user, String client) {
            public static One of(Member member) {
                return new One(member.user(), member.client());
            }
        }
    }

    /**
     * The answer to a request.
     *
     * @param data JSON, as the method says it
     */
    @RegisterForReflection
    record Result(long id, String method, @JsonRawValue String data) implements ServerFrame {
        @Override
        public String type() {
            return "result";
        }
    }

    /**
     * An event of the past, from before what the channel still holds.
     *
     * @param event   short name of its type
     * @param time    when it happened
     * @param subject what it is about
     * @param data    the payload
     */
    @RegisterForReflection
    @JsonPropertyOrder({"type", "channel", "event", "eventId", "time", "subject", "data"})
    record Replayed(String channel, String event, UUID eventId, Instant time, String subject, JsonNode data)
            implements ServerFrame {
        @Override
        public String type() {
            return "replayed";
        }

        public static Replayed of(String channel, ArchivedEvent event) {
            return new Replayed(channel, event.event(), event.eventId(), event.time(), event.subject(), event.data());
        }
    }

    @RegisterForReflection
    record Pong(@Nullable Long id) implements ServerFrame {
        @Override
        public String type() {
            return "pong";
        }
    }

    /** @param problem an RFC 9457 problem object */
    @RegisterForReflection
    record Refused(@Nullable Long id, Map<String, Object> problem) implements ServerFrame {
        @Override
        public String type() {
            return "error";
        }
    }
}
