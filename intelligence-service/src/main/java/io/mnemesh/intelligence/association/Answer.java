package io.mnemesh.intelligence.association;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What others found useful in a context.
 *
 * @param enabled     whether the tenant learns
 * @param takesPart   whether the caller does
 * @param suggestions the strongest first
 * @param missing     what would be needed to say more
 * @param notice      why nothing is said; null if something may be
 */
public record Answer(
        boolean enabled,
        boolean takesPart,
        List<Suggestion> suggestions,
        List<String> missing,
        @Nullable String notice) {

    public Answer {
        suggestions = List.copyOf(suggestions);
        missing = List.copyOf(missing);
    }
}
