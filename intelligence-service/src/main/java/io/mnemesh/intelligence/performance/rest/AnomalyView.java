package io.mnemesh.intelligence.performance.rest;

import io.mnemesh.intelligence.anomaly.Vote;
import io.mnemesh.intelligence.performance.Anomaly;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something unusual in a series, as it is shown. Value, expectation and votes are of the worst of its points.
 *
 * @param id       null for a series that was given and not stored
 * @param level    {@code low}, {@code medium} or {@code high}
 * @param score    0 to 1
 * @param expected value that was expected from those before
 * @param low      lower end of the range it was expected in
 * @param high     upper end of that range
 * @param at       time of the worst value
 * @param points   unusual points that are one anomaly
 * @param reason   the same in a sentence
 * @param memoryId memory that told of the worst value
 */
@Schema(name = "Anomaly")
public record AnomalyView(
        @Nullable UUID id,
        String metric,
        String source,
        String level,
        double score,
        double value,
        double expected,
        double low,
        double high,
        Instant at,
        Instant startedAt,
        Instant lastAt,
        int points,
        String reason,
        List<VoteView> votes,
        @Nullable UUID memoryId) {

    /**
     * What one detector says.
     *
     * @param surprise decimal orders of rarity: 3 for once in a thousand points
     * @param because  what it looks at
     */
    @Schema(name = "AnomalyVote")
    public record VoteView(String detector, double surprise, String because) {}

    static AnomalyView of(Anomaly anomaly, boolean isStored) {
        return new AnomalyView(
                isStored ? anomaly.id() : null,
                anomaly.name().metric(),
                anomaly.name().source(),
                anomaly.level().text(),
                Rounded.of(anomaly.score()),
                anomaly.value(),
                Rounded.of(anomaly.expected()),
                Rounded.of(anomaly.low()),
                Rounded.of(anomaly.high()),
                anomaly.worstAt(),
                anomaly.startedAt(),
                anomaly.lastAt(),
                anomaly.points(),
                reason(anomaly),
                anomaly.votes().stream()
                        .map(vote -> new VoteView(vote.detector(), Rounded.of(vote.surprise()), vote.meaning()))
                        .toList(),
                anomaly.memoryId());
    }

    private static String reason(Anomaly anomaly) {
        String value = "The value " + Rounded.of(anomaly.value()) + ", where " + Rounded.of(anomaly.low()) + " to "
                + Rounded.of(anomaly.high()) + " was expected,";
        if (anomaly.votes().isEmpty()) {
            return value + " is unusual.";
        }
        Vote leading = anomaly.votes().getFirst();
        String others = anomaly.votes().size() == 1
                ? ""
                : " " + (anomaly.votes().size() - 1) + " more detectors were surprised as well.";
        return value + " " + leading.meaning() + "." + others;
    }
}
