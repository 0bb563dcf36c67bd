package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.ErrorAnalysis.SimilarError;
import io.mnemesh.intelligence.errors.evidence.Association;
import io.mnemesh.intelligence.errors.evidence.Success;
import io.mnemesh.intelligence.errors.evidence.Trend;
import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.intelligence.errors.persistence.HistoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words in which an analysis says what it is short of. */
final class Notices {

    private static final double SURE = 0.3;
    private static final Duration SKEW = Duration.ofHours(1);

    private Notices() {}

    static @Nullable String of(
            boolean lexical,
            boolean cut,
            @Nullable ErrorGroup group,
            List<SimilarError> similar,
            double confidence,
            long learned) {
        var notices = new ArrayList<String>();
        if (lexical) {
            notices.add("Embeddings are not available, so similarity is by template and words only.");
        }
        if (cut) {
            notices.add("Of the text the first " + ErrorText.MAX_TEXT * 3 / 4 + " and the last "
                    + ErrorText.MAX_TEXT / 4 + " characters were looked at.");
        }
        boolean resolved = similar.stream().anyMatch(error -> error.occurrence().resolution() != null);
        if (learned == 0) {
            notices.add("Not enough evidence: no error has been learned yet.");
        } else if (group == null && similar.isEmpty()) {
            notices.add("Not enough evidence: none of the " + learned + " learned errors is similar.");
        } else if (!resolved) {
            notices.add("Not enough evidence: similar errors were seen, but none of them has a recorded resolution.");
        } else if (confidence < SURE) {
            notices.add("Weak evidence: few resolved errors are similar to this one.");
        }
        return notices.isEmpty() ? null : String.join(" ", notices);
    }

    /** What would be needed to say more. */
    static List<String> missing(
            @Nullable ErrorGroup group, @Nullable ErrorHistory history, List<Success> resolutions, Instant now) {
        var missing = new ArrayList<String>();
        if (group == null || history == null) {
            missing.add("An error of this kind that was learned: frequency, trend and cause are known of groups only.");
        } else {
            ofHistory(missing, group, history, now);
        }
        if (resolutions.isEmpty()) {
            missing.add("A similar error that says how it was resolved (details.resolution).");
        } else if (resolutions.stream().allMatch(one -> one.worked() + one.failed() == 0)) {
            missing.add("Errors that say whether their resolution worked (details.resolutionWorked).");
        }
        return List.copyOf(missing);
    }

    private static void ofHistory(List<String> missing, ErrorGroup group, ErrorHistory history, Instant now) {
        if (group.lastSeen().isAfter(now.plus(SKEW))) {
            missing.add(
                    "Clocks that agree: some of its errors are dated in the future and do not count for the trend.");
        }
        if (history.trend().direction() == Trend.Direction.UNKNOWN) {
            missing.add("For a trend " + Trend.LEAST + " errors within 7 days; there were "
                    + history.counts().week() + ".");
        }
        if (history.episodes() < Association.LEAST) {
            missing.add("For a probable cause " + Association.LEAST + " episodes at least "
                    + HistoryStore.WINDOW.toMinutes() + " minutes apart; there was " + history.episodes() + ".");
        } else if (history.causes().isEmpty()) {
            missing.add(
                    "For a probable cause something that comes before this error more often than by chance; nothing "
                            + "does in " + history.episodes() + " episodes.");
        }
    }
}
