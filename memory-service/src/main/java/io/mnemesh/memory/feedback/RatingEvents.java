package io.mnemesh.memory.feedback;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryRated;
import io.mnemesh.mesh.tenancy.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events that tell other services what users think of memories; none of memories that are of one person. */
@ApplicationScoped
class RatingEvents {

    private final EventFactory events;

    RatingEvents(EventFactory events) {
        this.events = events;
    }

    /** @param rating null if it is taken back */
    List<MeshEvent<MemoryRated>> rated(
            Identity caller, Memory memory, @Nullable Rating rating, MemoryContext place, Instant at) {
        return Sharing.isShared(memory)
                ? List.of(events.create(
                        EventTypes.MEMORY_RATED,
                        caller.tenant(),
                        memory.id().toString(),
                        new MemoryRated(
                                memory.id(),
                                memory.type().name(),
                                rating == null ? null : rating.key(),
                                caller.subject(),
                                withoutPersons(place),
                                at)))
                : List.of();
    }

    private static MemoryContext withoutPersons(MemoryContext place) {
        return new MemoryContext(
                null,
                place.agent(),
                null,
                place.conversation(),
                place.workspace(),
                place.dashboard(),
                place.task(),
                place.tags(),
                place.attributes());
    }
}
