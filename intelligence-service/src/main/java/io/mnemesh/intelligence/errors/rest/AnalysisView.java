package io.mnemesh.intelligence.errors.rest;

import io.mnemesh.intelligence.errors.ErrorAnalysis;
import io.mnemesh.intelligence.errors.evidence.Success;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is known about an error, as it is shown. */
@Schema(name = "ErrorAnalysis")
public record AnalysisView(
        @Nullable GroupView group,
        @Nullable HistoryView history,
        List<ResolutionView> resolutions,
        List<SimilarView> similar,
        double confidence,
        List<String> missing,
        @Nullable String notice) {

    /** A past error. */
    @Schema(name = "SimilarError")
    public record SimilarView(
            UUID memoryId,
            UUID groupId,
            String content,
            double similarity,
            @Nullable String resolution,
            Instant at) {}

    /**
     * What was done against errors like it.
     *
     * @param success     how often it works, 0 to 1, as far as the errors tell
     * @param atLeast     the least of that at 95 %; resolutions are ranked by it
     */
    @Schema(name = "RankedResolution")
    public record ResolutionView(
            String resolution,
            long worked,
            long failed,
            long untold,
            double success,
            double atLeast,
            Instant lastUsed) {

        static ResolutionView of(Success one) {
            return new ResolutionView(
                    one.resolution(),
                    one.worked(),
                    one.failed(),
                    one.untold(),
                    rounded(one.mean()),
                    rounded(one.surely()),
                    one.lastUsed());
        }
    }

    static AnalysisView of(ErrorAnalysis analysis) {
        var similar = analysis.similar().stream()
                .map(error -> new SimilarView(
                        error.occurrence().memoryId(),
                        error.occurrence().groupId(),
                        error.occurrence().content(),
                        rounded(error.similarity()),
                        error.occurrence().resolution(),
                        error.occurrence().at()))
                .toList();
        var group = analysis.group();
        var history = analysis.history();
        return new AnalysisView(
                group == null ? null : GroupView.of(group),
                history == null ? null : HistoryView.of(history),
                analysis.resolutions().stream().map(ResolutionView::of).toList(),
                similar,
                rounded(analysis.confidence()),
                analysis.missing(),
                analysis.notice());
    }

    static double rounded(double value) {
        return Math.rint(value * 10_000) / 10_000;
    }
}
