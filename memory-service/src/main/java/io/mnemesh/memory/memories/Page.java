package io.mnemesh.memory.memories;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Some memories of a longer list.
 *
 * @param items      in the order of the list
 * @param nextCursor where the list goes on; null at its end
 */
@Schema(name = "MemoryPage", description = "Some memories of a longer list")
public record Page(
        List<Memory> items,

        @Schema(description = "Pass it as 'cursor' for the next page; null at the end") @Nullable
        String nextCursor) {

    public Page {
        items = List.copyOf(items);
    }
}
