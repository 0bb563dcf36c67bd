package io.mnemesh.memory.memories;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Former versions of one memory.
 *
 * @param items      latest first
 * @param nextBefore where the list goes on; null at its end
 */
@Schema(name = "MemoryHistory", description = "Former versions of one memory, latest first")
public record History(
        List<FormerVersion> items,

        @Schema(description = "Pass it as 'before' for the next page; null at the end") @Nullable
        Integer nextBefore) {

    public History {
        items = List.copyOf(items);
    }

    static History of(List<FormerVersion> found, int limit) {
        return found.size() <= limit
                ? new History(found, null)
                : new History(
                        found.subList(0, limit), found.get(limit - 1).memory().version());
    }
}
