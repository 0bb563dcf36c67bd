package io.mnemesh.intelligence.association;

import io.mnemesh.intelligence.association.evidence.Shares;
import java.util.List;
import java.util.UUID;

/**
 * A memory that others found useful in the same context.
 *
 * @param type    of the memory
 * @param reasons what of the context it goes together with, the strongest first; never empty
 */
public record Suggestion(UUID memoryId, String type, List<Reason> reasons) {

    public Suggestion {
        reasons = List.copyOf(reasons);
    }

    /** One thing that the caller's context says, and who found the memory useful there. */
    public record Reason(ContextKey key, Shares shares) {}

    /** The strongest reason, which it is ordered by. */
    public Reason best() {
        return reasons.getFirst();
    }
}
