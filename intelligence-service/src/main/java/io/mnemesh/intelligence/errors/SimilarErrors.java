package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.ErrorAnalysis.SimilarError;
import io.mnemesh.intelligence.errors.evidence.Success;
import io.mnemesh.intelligence.errors.evidence.Success.Trial;
import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.intelligence.errors.ranking.Confidence;
import io.mnemesh.intelligence.errors.ranking.Vectors;
import io.mnemesh.intelligence.errors.ranking.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Past errors ranked by how similar they are to one error: by cosine of their vectors where both have one of the same
 * model, else by their words. Errors of its own group always count as similar. Among equals those with a resolution come
 * first, then those of the same context, then the newest.
 */
final class SimilarErrors {

    private static final double SAME_GROUP = 0.9;

    private final List<Ranked> ranked;

    private record Ranked(SimilarError error, boolean sameGroup, long sharedContext) {

        double weight() {
            return sameGroup ? Math.max(SAME_GROUP, error.similarity()) : error.similarity();
        }

        boolean resolved() {
            return error.occurrence().resolution() != null;
        }

        boolean mayHelp() {
            return resolved() && !Boolean.FALSE.equals(error.occurrence().worked());
        }
    }

    SimilarErrors(
            ErrorText text,
            float @Nullable [] vector,
            String model,
            Set<String> context,
            @Nullable ErrorGroup group,
            List<Occurrence> candidates) {
        Set<String> own = Words.of(text.summary());
        List<Set<String>> theirs = candidates.stream()
                .<Set<String>>map(candidate -> Words.of(candidate.summary()))
                .toList();
        var words = new Words(theirs);
        var all = new ArrayList<Ranked>(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            Occurrence candidate = candidates.get(i);
            float[] other = candidate.vector();
            double similarity = vector != null && other != null && model.equals(candidate.model())
                    ? Vectors.similarity(vector, other)
                    : words.similarity(own, theirs.get(i));
            boolean sameGroup = group != null && group.id().equals(candidate.groupId());
            long shared = candidate.context().stream().filter(context::contains).count();
            all.add(new Ranked(new SimilarError(candidate, similarity), sameGroup, shared));
        }
        all.sort(Comparator.comparingDouble(
                        (Ranked error) -> -hundredths(error.error().similarity()))
                .thenComparing(error -> !error.resolved())
                .thenComparingLong(error -> -error.sharedContext())
                .thenComparing(error -> error.error().occurrence().at(), Comparator.reverseOrder())
                .thenComparing(error -> error.error().occurrence().memoryId()));
        ranked = List.copyOf(all);
    }

    /** The most similar errors, without repetitions of the same text with the same resolution. */
    List<SimilarError> best(double least, int limit) {
        var seen = new HashSet<String>();
        return ranked.stream()
                .filter(error -> error.sameGroup() || error.error().similarity() >= least)
                .filter(error -> seen.add(error.error().occurrence().signatureKey() + "\n"
                        + error.error().occurrence().resolution()))
                .limit(limit)
                .map(Ranked::error)
                .toList();
    }

    /** How sure it is that a recorded resolution helps. */
    double confidence(double least) {
        return Confidence.of(ranked.stream()
                .filter(Ranked::mayHelp)
                .map(Ranked::weight)
                .filter(weight -> weight >= least)
                .toList());
    }

    /** What was tried against errors that are similar enough, best first. */
    List<Success> resolutions(double least, int limit) {
        return Success.rank(ranked.stream()
                        .filter(error -> error.resolved() && error.weight() >= least)
                        .map(error -> {
                            Occurrence told = error.error().occurrence();
                            return new Trial(
                                    String.valueOf(told.resolution()), told.worked(), error.weight(), told.at());
                        })
                        .toList())
                .stream()
                .limit(limit)
                .toList();
    }

    private static double hundredths(double similarity) {
        return Math.rint(similarity * 100) / 100;
    }
}
