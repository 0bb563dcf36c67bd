package io.mnemesh.memory.erasure;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of ids of erased memories.
 *
 * @param items     in their order; the digest in the tombstone is over all of them, one a line
 * @param nextAfter for the next page; null at the end
 */
@Schema(name = "ErasedPage")
public record ErasedPage(List<UUID> items, @Nullable UUID nextAfter) {

    public ErasedPage {
        items = List.copyOf(items);
    }
}
