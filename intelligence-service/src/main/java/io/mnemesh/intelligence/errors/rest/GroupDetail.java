package io.mnemesh.intelligence.errors.rest;

import io.mnemesh.intelligence.errors.ErrorAnalyzer.GroupWithErrors;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Merge;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An error group and its latest errors, newest first. */
@Schema(name = "ErrorGroupDetail")
public record GroupDetail(
        UUID id,
        String template,
        long occurrences,
        Instant firstSeen,
        Instant lastSeen,
        List<ErrorView> latest,
        List<MergeView> merges) {

    /** A group that was joined to this one because it means the same; {@code DELETE} of the merge parts it again. */
    @Schema(name = "ErrorGroupMerge")
    public record MergeView(UUID id, UUID groupId, double similarity, Instant at) {

        static MergeView of(Merge merge) {
            return new MergeView(merge.id(), merge.from(), AnalysisView.rounded(merge.similarity()), merge.at());
        }
    }

    /** One error of the group. */
    @Schema(name = "GroupedError")
    public record ErrorView(
            UUID memoryId, String content, @Nullable String resolution, Instant at) {}

    static GroupDetail of(GroupWithErrors found) {
        var group = found.group();
        return new GroupDetail(
                group.id(),
                group.template(),
                group.occurrences(),
                group.firstSeen(),
                group.lastSeen(),
                found.latest().stream()
                        .map(error -> new ErrorView(error.memoryId(), error.content(), error.resolution(), error.at()))
                        .toList(),
                found.joined().stream().map(MergeView::of).toList());
    }
}
