package io.mnemesh.realtime.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.history.ChannelLog;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * Tells a user's other connections, on all nodes, what one of them did, in the channel {@code devices:<user>}. It is a channel
 * as others are: who was away recovers what was told meanwhile, and an erasure of the user empties it.
 */
@Singleton
public class Devices {

    private static final String PREFIX = "devices:";

    private final ChannelDirectory directory;
    private final ChannelLog log;
    private final Ids ids;

    Devices(ChannelDirectory directory, ChannelLog log, Ids ids) {
        this.directory = directory;
        this.log = log;
        this.ids = ids;
    }

    /**
     * Tells {@code {"<kind>":state}}. Nobody is told of a user whose name cannot be a part of a channel's name.
     *
     * @param by the connection that did it, which is the publisher and is told, too
     * @return when it is told; fails while Redis is away
     */
    public Uni<Void> tell(TenantId tenant, Member by, String kind, JsonNode state) {
        byte[] payload = JsonData.bytes(JsonNodeFactory.instance.objectNode().set(kind, state));
        return directory
                .look(tenant, PREFIX + by.user())
                .map(channel -> log.publish(channel.id(), ids.next().toString(), payload, by)
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
