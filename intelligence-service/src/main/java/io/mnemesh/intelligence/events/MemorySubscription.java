package io.mnemesh.intelligence.events;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.Set;

/** A consumer of the memories of one type, and of other events beside them. */
public abstract class MemorySubscription implements EventSubscription {

    /** The type of the memories. */
    protected abstract String memoryType();

    /** The other events. */
    protected abstract Set<EventType<?>> others();

    /** A memory of the type was stored. */
    protected abstract Uni<Void> created(MeshEvent<?> event, MemoryCreated memory);

    /** A memory was changed, or its type was, and it is of the type now. */
    protected abstract Uni<Void> updated(MeshEvent<?> event, MemoryUpdated memory);

    /** A memory was changed that is not, or not any more, of the type. */
    protected abstract Uni<Void> left(MeshEvent<?> event, MemoryUpdated memory);

    /** A memory of the type was deleted. */
    protected abstract Uni<Void> deleted(MeshEvent<?> event, MemoryDeleted memory);

    /** Something else happened, perhaps one of {@link #others}. */
    protected abstract Uni<Void> other(MeshEvent<?> event);

    @Override
    public final Set<EventType<?>> types() {
        Set<EventType<?>> types = new HashSet<>(others());
        types.add(EventTypes.MEMORY_CREATED);
        types.add(EventTypes.MEMORY_UPDATED);
        types.add(EventTypes.MEMORY_DELETED);
        return Set.copyOf(types);
    }

    @Override
    public final Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return switch (event.data()) {
            case MemoryCreated memory when memory.memoryType().equals(memoryType()) -> created(event, memory);
            case MemoryUpdated memory when memory.memoryType().equals(memoryType()) -> updated(event, memory);
            case MemoryUpdated memory -> left(event, memory);
            case MemoryDeleted memory when memory.memoryType().equals(memoryType()) -> deleted(event, memory);
            default -> other(event);
        };
    }
}
