package io.mnemesh.realtime.session;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.grant.Grant;
import io.mnemesh.realtime.grant.Grants;
import io.mnemesh.realtime.hub.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that one connection has by tokens. A grant stays until the client unsubscribes or it ends itself, also
 * while its subscription is interrupted to begin again. Confined to the connection's event loop.
 */
final class HeldGrants implements Grants {

    private final Connection connection;
    /** Empty, and then shared by all, unless there are any. */
    private Map<ChannelId, Grant> byChannel = Map.of();

    HeldGrants(Connection connection) {
        this.connection = connection;
    }

    @Override
    public @Nullable Grant of(ChannelId channel) {
        return connection.has(channel) ? byChannel.get(channel) : null;
    }

    /** The connection has this channel by a grant from now on, or with null without one. */
    void put(ChannelId channel, @Nullable Grant grant) {
        if (grant == null) {
            remove(channel);
            return;
        }
        if (byChannel.isEmpty()) {
            byChannel = HashMap.newHashMap(2);
        }
        byChannel.put(channel, grant);
    }

    void remove(ChannelId channel) {
        if (!byChannel.isEmpty()) {
            byChannel.remove(channel);
            if (byChannel.isEmpty()) {
                byChannel = Map.of();
            }
        }
    }

    /** Takes out those that are over. */
    List<Grant> takeEnded(Predicate<Grant> isOver) {
        if (byChannel.isEmpty()) {
            return List.of();
        }
        List<Grant> ended = byChannel.values().stream().filter(isOver).toList();
        ended.forEach(grant -> remove(grant.channel()));
        return ended;
    }
}
