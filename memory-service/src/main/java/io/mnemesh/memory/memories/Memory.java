package io.mnemesh.memory.memories;

import io.mnemesh.mesh.event.payload.MemoryContext;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A stored memory, as it is answered to callers. Its tenant is that of the caller and is not repeated.
 *
 * @param id         UUIDv7
 * @param type       what kind of memory it is
 * @param content    the text
 * @param context    where it belongs
 * @param details    what its type says beyond the text, for an error for example {@code resolution}
 * @param importance 0 to 1
 * @param occurredAt when what it tells of happened, if that is known
 * @param createdBy  subject of the token that stored it
 * @param createdAt  record time
 * @param updatedAt  record time of this version
 * @param version    1 at creation, one more with every change
 * @param embedded   true once this version can be found by meaning
 * @param slot       what it is a value of, if it is a fact that changes
 * @param validTo    event time from which on another memory holds in its place; null while it holds
 * @param supersededBy the memory that holds in its place; null while it holds
 * @param mergedInto the memory that says the same and stands for it in lists and searches; null if it stands for itself
 * @param lifecycle  whether it is pinned, archived or expires
 */
@Schema(description = "A stored memory", examples = """
                {"id":"019aa3c1-7d3e-7c54-9a51-0d6a3f1f8b0e","type":"preference","content":"Ana prefers window seats.",\
                "context":{"user":"ana","conversation":"trip-42","tags":["travel"],"attributes":{"channel":"web"}},\
                "details":{},"importance":0.7,"occurredAt":"2026-11-20T09:30:00Z","createdBy":"ana",\
                "createdAt":"2026-11-21T11:00:00Z","updatedAt":"2026-11-21T11:00:00Z","version":1,"embedded":true,\
                "slot":{"subject":"ana","attribute":"seat"},"validTo":null,"supersededBy":null,\
                "mergedInto":null,"lifecycle":{"pinned":false,"expiresAt":null,"archivedAt":null}}""")
@RegisterForReflection // cached as JSON
public record Memory(
        UUID id,
        @Schema(implementation = String.class) MemoryType type,
        String content,
        MemoryContext context,
        Map<String, String> details,
        double importance,
        @Nullable Instant occurredAt,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        int version,
        boolean embedded,
        @Nullable Slot slot,
        @Nullable Instant validTo,
        @Nullable UUID supersededBy,
        @Nullable UUID mergedInto,
        Lifecycle lifecycle) {

    public Memory {
        details = Map.copyOf(details);
        lifecycle = Objects.requireNonNullElse(lifecycle, Lifecycle.NONE); // caches may hold memories without one
    }

    /** The event time, or the record time where that is unknown. */
    public Instant happenedAt() {
        return occurredAt == null ? createdAt : occurredAt;
    }

    /** The answer its creation was given: nothing is embedded yet. */
    Memory asCreated() {
        return with(false, validTo, supersededBy, mergedInto, lifecycle);
    }

    /** The same, holding until another one does. */
    public Memory until(@Nullable Instant end, @Nullable UUID next) {
        return with(embedded, end, next, mergedInto, lifecycle);
    }

    /** The same, with another memory standing for it. */
    public Memory mergedInto(@Nullable UUID survivor) {
        return with(embedded, validTo, supersededBy, survivor, lifecycle);
    }

    /** The same with another lifecycle. */
    public Memory with(Lifecycle changed) {
        return with(embedded, validTo, supersededBy, mergedInto, changed);
    }

    private Memory with(
            boolean hasVector, @Nullable Instant end, @Nullable UUID next, @Nullable UUID survivor, Lifecycle kept) {
        return new Memory(
                id,
                type,
                content,
                context,
                details,
                importance,
                occurredAt,
                createdBy,
                createdAt,
                updatedAt,
                version,
                hasVector,
                slot,
                end,
                next,
                survivor,
                kept);
    }
}
