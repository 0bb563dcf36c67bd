package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.evidence.Association;
import io.mnemesh.intelligence.errors.evidence.Trend;
import io.mnemesh.intelligence.errors.persistence.HistoryStore.Counts;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When the errors of a group happened, and what else did.
 *
 * @param counts      errors in the hour, day and week before now
 * @param trend       the last day beside the days of the week before it
 * @param episodes    times they came, each with some peace before it
 * @param coOccurring what is seen around them more often than by chance, the surest first
 * @param causes      what is seen before them more often than by chance, the surest first
 */
public record ErrorHistory(Counts counts, Trend trend, long episodes, List<Related> coOccurring, List<Related> causes) {

    /**
     * Something that has to do with the errors.
     *
     * @param group group of other errors; null for another event
     * @param text  template of that group, or what kind of event
     */
    public record Related(@Nullable UUID group, String text, Association association) {

        /** What it is known by. */
        String key() {
            return group == null ? text : group.toString();
        }
    }

    /** What most surely comes before them; a correlation, as nobody intervened. */
    public @Nullable Related probableCause() {
        return causes.isEmpty() ? null : causes.getFirst();
    }
}
