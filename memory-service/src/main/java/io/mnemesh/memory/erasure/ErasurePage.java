package io.mnemesh.memory.erasure;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of erasures.
 *
 * @param items     latest first
 * @param nextAfter for the next page; null at the end
 */
@Schema(name = "ErasurePage")
public record ErasurePage(List<Erasure> items, @Nullable UUID nextAfter) {

    public ErasurePage {
        items = List.copyOf(items);
    }
}
