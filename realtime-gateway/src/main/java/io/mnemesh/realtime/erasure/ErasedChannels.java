package io.mnemesh.realtime.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.device.Drafts;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.HistoryConfig;
import io.mnemesh.realtime.mark.Marks;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The pasts of a tenant's channels. A channel whose past tells of an erased memory begins a new epoch: its past goes as a
 * whole, and who resumes is told of the gap as after any loss. The channels that are an erased user's own go with their names,
 * and so do their marks and drafts.
 */
@ApplicationScoped
class ErasedChannels {

    private static final List<EventType<?>> WITH_CONTENT = EventTypes.FAMILIES.stream()
            .filter(type -> !EventTypes.WITHOUT_CONTENT.contains(type))
            .toList();

    private final ChannelDirectory directory;
    private final ChannelLog log;
    private final Marks marks;
    private final Drafts drafts;
    private final ObjectMapper json;
    private final int page;

    ErasedChannels(
            ChannelDirectory directory,
            ChannelLog log,
            Marks marks,
            Drafts drafts,
            ObjectMapper json,
            HistoryConfig config) {
        this.directory = directory;
        this.log = log;
        this.marks = marks;
        this.drafts = drafts;
        this.json = json;
        this.page = config.validated().pageSize();
    }

    /** @return how many channels began a new epoch or were removed */
    Uni<Long> end(TenantId tenant, MemoryErased asked) {
        String user = asked.user();
        return ofFamilies(tenant, asked)
                .chain(families -> user == null
                        ? Uni.createFrom().item(families)
                        : forget(tenant, user, asked.endsErasure())
                                .chain(() -> ownOf(tenant, user))
                                .map(own -> families + own));
    }

    /** The last time round, also marks that nobody wrote down the places of. */
    private Uni<Void> forget(TenantId tenant, String user, boolean last) {
        return (last ? marks.forgetAll(tenant, user) : marks.forget(tenant, user))
                .chain(() -> drafts.forget(tenant, user));
    }

    private Uni<Long> ownOf(TenantId tenant, String user) {
        return Multi.createFrom()
                .iterable(directory.own(tenant, user))
                .onItem()
                .transformToUniAndConcatenate(log::remove)
                .filter(removed -> removed)
                .collect()
                .with(Collectors.counting());
    }

    private Uni<Long> ofFamilies(TenantId tenant, MemoryErased asked) {
        Set<String> ids = asked.memoryIds().stream().map(UUID::toString).collect(Collectors.toSet());
        return Multi.createFrom()
                .iterable(WITH_CONTENT)
                .onItem()
                .transformToUniAndConcatenate(type -> end(directory.channelOf(tenant, type), ids, asked))
                .filter(ended -> ended)
                .collect()
                .with(Collectors.counting());
    }

    private Uni<Boolean> end(ChannelId channel, Set<String> ids, MemoryErased asked) {
        return log.position(channel)
                .chain(newest -> tells(channel, newest.epoch(), 0, ids, asked)
                        .chain(tells -> tells
                                ? log.renew(channel, newest.epoch()).replaceWith(true)
                                : Uni.createFrom().item(false)));
    }

    private Uni<Boolean> tells(ChannelId channel, String epoch, long from, Set<String> ids, MemoryErased asked) {
        return log.read(channel, epoch, from, page).chain(read -> {
            List<Message> messages = read.messages();
            if (messages.stream().anyMatch(message -> isOf(message.payload(), ids, asked))) {
                return Uni.createFrom().item(true);
            }
            return messages.size() < page
                    ? Uni.createFrom().item(false)
                    : tells(channel, epoch, messages.getLast().position().offset() + 1, ids, asked);
        });
    }

    /** What cannot be read is taken for something of the memories. */
    private boolean isOf(byte[] payload, Set<String> ids, MemoryErased asked) {
        try {
            JsonNode event = json.readTree(payload);
            JsonNode data = event.path("data");
            String user = asked.user();
            return ids.contains(event.path("subject").asText())
                    || ids.contains(data.path("memoryId").asText())
                    || (user != null
                            && ((asked.byContext()
                                            && user.equals(data.path("context")
                                                    .path("user")
                                                    .asText()))
                                    || (asked.byCreator()
                                            && user.equals(
                                                    data.path("createdBy").asText()))));
        } catch (IOException e) {
            return true;
        }
    }
}
