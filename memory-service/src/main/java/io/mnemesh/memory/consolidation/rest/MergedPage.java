package io.mnemesh.memory.consolidation.rest;

import io.mnemesh.memory.memories.Merged;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of memories another one stands for.
 *
 * @param items     first stored first
 * @param nextAfter for the next page; null at the end
 */
@Schema(name = "MergedPage")
public record MergedPage(List<Merged> items, @Nullable UUID nextAfter) {

    public MergedPage {
        items = List.copyOf(items);
    }

    /** @param found one more than {@code limit} if there is a next page */
    static MergedPage of(List<Merged> found, int limit) {
        return found.size() <= limit
                ? new MergedPage(found, null)
                : new MergedPage(
                        found.subList(0, limit), found.get(limit - 1).memory().id());
    }
}
