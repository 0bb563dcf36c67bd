package io.mnemesh.memory.search;

import io.mnemesh.memory.current.Bias;
import io.mnemesh.memory.index.ranking.PriorKind;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.Validity;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A search that is acceptable; made by {@link SearchDraft}.
 *
 * @param query   the question
 * @param limit   most hits
 * @param filter  which memories are meant
 * @param validity which values of facts are meant
 * @param priors  factors that differ from the configured ones
 * @param askedAt what times in the question are relative to; null for now
 * @param diversity 0 for the order by score, up to 1 for hits that are unlike each other
 * @param explain true to be told the candidates of each leg
 * @param bias    what is at hand; null for nothing
 * @param cursor  where an earlier page ended; null for the first page
 */
public record Search(
        String query,
        int limit,
        MemoryFilter filter,
        Validity validity,
        Map<PriorKind, Double> priors,
        @Nullable Instant askedAt,
        double diversity,
        boolean explain,
        @Nullable Bias bias,
        @Nullable String cursor) {

    public Search {
        priors = Map.copyOf(priors);
    }

    /** The same, biased towards this. */
    Search biased(Bias atHand) {
        return new Search(query, limit, filter, validity, priors, askedAt, diversity, explain, atHand, cursor);
    }
}
