package io.mnemesh.memory.memories;

import io.mnemesh.mesh.event.payload.MemoryContext;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A memory that is acceptable and not stored yet; made by {@link MemoryRules}.
 *
 * @param type       what kind of memory it is
 * @param content    the text
 * @param context    where it belongs
 * @param details    what its type says beyond the text
 * @param importance 0 to 1
 * @param occurredAt when what it tells of happened, to the microsecond
 * @param slot       what it is a value of; null if it is no fact that changes
 * @param keeping    how it is kept once it is stored; changes of a memory leave its lifecycle alone
 */
public record NewMemory(
        MemoryType type,
        String content,
        MemoryContext context,
        Map<String, String> details,
        double importance,
        @Nullable Instant occurredAt,
        @Nullable Slot slot,
        Keeping keeping) {

    public NewMemory {
        details = Map.copyOf(details);
    }

    /** What would have to be stored to make this memory. */
    static NewMemory of(Memory memory) {
        return new NewMemory(
                memory.type(),
                memory.content(),
                memory.context(),
                memory.details(),
                memory.importance(),
                memory.occurredAt(),
                memory.slot(),
                Keeping.NONE);
    }

    /** The same, kept in another way. */
    public NewMemory kept(Keeping other) {
        return new NewMemory(type, content, context, details, importance, occurredAt, slot, other);
    }
}
