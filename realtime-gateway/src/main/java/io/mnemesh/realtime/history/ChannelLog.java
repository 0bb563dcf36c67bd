package io.mnemesh.realtime.history;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** The log of every channel, shared by all nodes. Operations are atomic per channel and fail while Redis is away. */
public interface ChannelLog {

    /**
     * Appends a message and tells the nodes that follow the channel. Idempotent by {@code eventId}: the second call
     * answers with the first one's position and tells nobody.
     *
     * @param publisher which client publishes it; null for an event of the mesh
     */
    Uni<Published> publish(ChannelId channel, String eventId, byte[] payload, @Nullable Member publisher);

    /**
     * As {@link #publish(ChannelId, String, byte[], Member)}, where the id is a key that the client chose: the second call has
     * to bring the same content.
     *
     * @param content digest of the payload, one word
     * @return where it is; {@link Published#sameContent} is false if the key was used with other content, which is not appended
     */
    Uni<Published> publishOnce(ChannelId channel, String key, byte[] payload, String content, Member publisher);

    /** Appends an event of the mesh, as above. */
    default Uni<Published> publish(ChannelId channel, String eventId, byte[] payload) {
        return publish(channel, eventId, payload, null);
    }

    /**
     * Reads the messages behind a position.
     *
     * @param firstOffset first offset wanted, if the channel still has the epoch; else reading starts at the oldest
     * @param limit       most messages to read; 0 for the position alone
     */
    Uni<LogPage> read(ChannelId channel, String epoch, long firstOffset, int limit);

    /** Ends an epoch in which messages were lost, unless another node did so before. */
    Uni<Void> renew(ChannelId channel, String epoch);

    /**
     * Removes a channel with all that is known of it, its name too. Who resumes is told of a gap, as after any loss.
     *
     * @return whether there was something
     */
    Uni<Boolean> remove(ChannelId channel);

    /** The channel's newest position. */
    default Uni<Position> position(ChannelId channel) {
        return read(channel, "", 0, 0).map(LogPage::newest);
    }

    /**
     * @param position where the message is
     * @param first    false if it was there before
     * @param sameContent false if what was there before has other content
     */
    record Published(Position position, boolean first, boolean sameContent) {}
}
