package io.mnemesh.realtime.channel;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The channels that exist: for each tenant one per event family, named {@code events:<short_name>}. */
@ApplicationScoped
public class ChannelDirectory {

    private static final String EVENTS = "events:";
    private static final int LONGEST_NAME = 128;

    private final Map<String, EventType<?>> byName = EventTypes.FAMILIES.stream()
            .collect(Collectors.toUnmodifiableMap(type -> EVENTS + type.shortName(), Function.identity()));

    /** The channel of a type of event. */
    public ChannelId channelOf(TenantId tenant, EventType<?> type) {
        return new ChannelId(tenant, EVENTS + type.shortName());
    }

    /**
     * The tenant's channel of this name.
     *
     * @throws ProblemException {@code not-found} if there is none
     */
    public ChannelId find(TenantId tenant, String name) {
        if (!byName.containsKey(name)) {
            throw ProblemException.notFound(
                    "There is no channel '%s'; channels are named events:<event>, for example events:memory_created."
                            .formatted(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name));
        }
        return new ChannelId(tenant, name);
    }
}
