package io.mnemesh.intelligence.errors.rest;

import io.mnemesh.intelligence.errors.ErrorAnalysis;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is known about an error, as it is shown. */
@Schema(name = "ErrorAnalysis")
public record AnalysisView(
        @Nullable GroupView group,
        List<SimilarView> similar,
        double confidence,
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
        return new AnalysisView(
                group == null ? null : GroupView.of(group), similar, rounded(analysis.confidence()), analysis.notice());
    }

    private static double rounded(double value) {
        return Math.rint(value * 10_000) / 10_000;
    }
}
