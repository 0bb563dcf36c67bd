package io.mnemesh.memory.index;

import io.mnemesh.memory.index.ranking.Priors;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question to the index.
 *
 * @param tenant     whose memories
 * @param text       the question in words
 * @param vector     its vector; null to search by words only
 * @param turnVector vector of the question without the name of whom it asks about, for turns of conversations, whose
 *     speaker is matched by name; null if it names nobody
 * @param filter     which memories are meant; applied before ranking in both legs
 * @param priors     how much priors count
 * @param askedAt    what times in the question are relative to
 * @param after      only hits after this one; null from the best
 * @param limit      most hits
 * @param diversity  0 for the order by score, up to 1 for hits that are unlike each other
 * @param explain    true to be told the candidates of each leg
 */
public record IndexQuery(
        TenantId tenant,
        String text,
        float @Nullable [] vector,
        float @Nullable [] turnVector,
        MemoryFilter filter,
        Priors priors,
        Instant askedAt,
        @Nullable IndexPosition after,
        int limit,
        double diversity,
        boolean explain) {

    /** A question by words and meaning alone. */
    public IndexQuery(TenantId tenant, String text, float @Nullable [] vector, MemoryFilter filter, int limit) {
        this(tenant, text, vector, null, filter, Priors.OFF, Instant.EPOCH, null, limit, 0, false);
    }

    /** The same question, going on after {@code position}. */
    public IndexQuery after(@Nullable IndexPosition position, int most) {
        return new IndexQuery(
                tenant, text, vector, turnVector, filter, priors, askedAt, position, most, diversity, explain);
    }
}
