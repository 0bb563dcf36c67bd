package io.mnemesh.realtime.centrifuge;

import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server answers to one command. Pushes are for all subscribers and are encoded apart from these. */
public sealed interface Reply {

    /** Id of the command. */
    long id();

    /**
     * The client may subscribe.
     *
     * @param client      id of the connection
     * @param ttlSeconds  after which the client sends a newer token
     * @param pingSeconds between two pings of the server, each of which it wants answered
     * @param emulation   where the client sends its further commands; null if the transport carries them
     */
    record Connected(
            long id,
            String client,
            long ttlSeconds,
            long pingSeconds,
            @Nullable Emulation emulation) implements Reply {}

    /** @param ttlSeconds as for {@link Connected} */
    record Refreshed(long id, long ttlSeconds) implements Reply {}

    /**
     * A subscription.
     *
     * @param recoverable   whether the client can have what it misses; else positions are not told
     * @param position      where the client is before the publications
     * @param wasRecovering whether it asked to recover
     * @param recovered     whether it gets everything it missed
     * @param delta         whether differences may come
     * @param publications  what it missed, or the first part of it; the rest is pushed
     * @param ttlSeconds    after which the client sends a newer token of the subscription; 0 if it does not end
     */
    record Subscribed(
            long id,
            boolean recoverable,
            Position position,
            boolean wasRecovering,
            boolean recovered,
            boolean delta,
            List<Message> publications,
            long ttlSeconds)
            implements Reply {

        public Subscribed {
            publications = List.copyOf(publications);
        }
    }

    /** @param ttlSeconds as for {@link Subscribed} */
    record SubRefreshed(long id, long ttlSeconds) implements Reply {}

    record Unsubscribed(long id) implements Reply {}

    /** What was published is in the history. */
    record Published(long id) implements Reply {}

    record Pong(long id) implements Reply {}

    /** @param newest the channel's newest position */
    record History(long id, Position newest, List<Message> publications) implements Reply {

        public History {
            publications = List.copyOf(publications);
        }
    }

    /** @param members each with a client of its own */
    record Presence(long id, List<Member> members) implements Reply {

        public Presence {
            members = List.copyOf(members);
        }
    }

    record PresenceStats(long id, long clients, long users) implements Reply {}

    /** @param data JSON in UTF-8 */
    record Answered(long id, byte[] data) implements Reply {}

    record Failed(long id, ErrorCode error) implements Reply {}
}
