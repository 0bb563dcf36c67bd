package io.mnemesh.memory.memories.contradictions;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of contradictions.
 *
 * @param items  in the order of their subjects
 * @param nextAfter for the next page; null at the end
 */
@Schema(name = "ContradictionPage")
public record ContradictionPage(
        List<Contradiction> items, @Nullable String nextAfter) {

    public ContradictionPage {
        items = List.copyOf(items);
    }
}
