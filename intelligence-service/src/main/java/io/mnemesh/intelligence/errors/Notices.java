package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.ErrorAnalysis.SimilarError;
import io.mnemesh.intelligence.errors.persistence.OccurrenceStore.Evidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words in which an analysis says what it is short of. */
final class Notices {

    private static final double SURE = 0.3;

    private Notices() {}

    static @Nullable String of(
            boolean lexical,
            @Nullable ErrorGroup group,
            List<SimilarError> similar,
            double confidence,
            Evidence evidence) {
        var notices = new ArrayList<String>();
        if (lexical) {
            notices.add("Embeddings are not available, so similarity is by template and words only.");
        }
        boolean resolved = similar.stream().anyMatch(error -> error.occurrence().resolution() != null);
        if (evidence.errors() == 0) {
            notices.add("Not enough evidence: no error has been learned yet.");
        } else if (group == null && similar.isEmpty()) {
            notices.add("Not enough evidence: none of the " + evidence.errors() + " learned errors is similar.");
        } else if (!resolved) {
            notices.add("Not enough evidence: similar errors were seen, but none of them has a recorded resolution.");
        } else if (confidence < SURE) {
            notices.add("Weak evidence: few resolved errors are similar to this one.");
        }
        return notices.isEmpty() ? null : String.join(" ", notices);
    }
}
