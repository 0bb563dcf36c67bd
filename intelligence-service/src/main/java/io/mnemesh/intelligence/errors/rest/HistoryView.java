package io.mnemesh.intelligence.errors.rest;

import static io.mnemesh.intelligence.errors.rest.AnalysisView.rounded;

import io.mnemesh.intelligence.errors.ErrorHistory;
import io.mnemesh.intelligence.errors.ErrorHistory.Related;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * When the errors of a group happened and what else did, as it is shown.
 *
 * @param trend         the last day beside the rest of the week: {@code new}, {@code rising}, {@code steady},
 *                      {@code falling} or {@code unknown}
 * @param trendRatio    rate of the last day over that of the days before; 0 if there is nothing to compare with
 * @param episodes      times they came, each at least ten minutes after the one before
 * @param probableCause what most surely comes before them: a correlation, not a proof; null if nothing does
 */
@Schema(name = "ErrorHistory")
public record HistoryView(
        long lastHour,
        long lastDay,
        long lastWeek,
        String trend,
        double trendRatio,
        long episodes,
        List<RelatedView> coOccurring,
        @Nullable RelatedView probableCause) {

    /**
     * Something seen around the errors more often than by chance.
     *
     * @param groupId    group of other errors; null for another event
     * @param text       its template, or the kind of event
     * @param support    episodes with it
     * @param confidence least share of episodes with it, at 95 %
     * @param lift       how many times as often as by chance
     * @param pmi        the same in bits
     */
    @Schema(name = "RelatedToError")
    public record RelatedView(
            @Nullable UUID groupId,
            String text,
            long support,
            long episodes,
            double confidence,
            double lift,
            double pmi) {

        static RelatedView of(Related related) {
            var seen = related.association();
            return new RelatedView(
                    related.group(),
                    related.text(),
                    seen.support(),
                    seen.episodes(),
                    rounded(seen.surely()),
                    rounded(seen.lift()),
                    rounded(seen.pmi()));
        }
    }

    static HistoryView of(ErrorHistory history) {
        Related cause = history.probableCause();
        return new HistoryView(
                history.counts().hour(),
                history.counts().day(),
                history.counts().week(),
                history.trend().direction().name().toLowerCase(Locale.ROOT),
                rounded(history.trend().ratio()),
                history.episodes(),
                history.coOccurring().stream().map(RelatedView::of).toList(),
                cause == null ? null : RelatedView.of(cause));
    }
}
