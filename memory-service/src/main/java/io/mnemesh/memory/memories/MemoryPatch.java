package io.mnemesh.memory.memories;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to be changed, before any check: members that are given replace what was there, others stay.
 *
 * @param content    the text
 * @param type       kind of memory
 * @param context    where it belongs, as a whole
 * @param details    what its type says beyond the text, as a whole
 * @param importance 0 to 1
 * @param occurredAt RFC 3339 time
 * @param slot       what it is a value of
 */
@Schema(
        name = "MemoryPatch",
        description = "Members that are given replace what was there, others stay as they are",
        examples = "{\"content\":\"Ana prefers aisle seats.\",\"importance\":0.9}")
public record MemoryPatch(
        @Nullable String content,
        @Nullable String type,
        MemoryDraft.@Nullable Context context,
        @Nullable Map<String, @Nullable String> details,
        @Nullable Double importance,
        @Schema(format = "date-time") @Nullable String occurredAt,
        Slot.@Nullable Draft slot) {

    /** The change asked for, or {@code invalid-value} naming the member that cannot be accepted. */
    public static MemoryChange check(@Nullable MemoryPatch patch) {
        if (patch == null) {
            throw ProblemException.invalid("content", "The body must be a JSON object with what shall change.");
        }
        // The members that stay are filled in with acceptable ones for the check and taken from the memory afterwards.
        NewMemory checked = MemoryRules.check(new MemoryDraft(
                patch.content() == null ? "-" : patch.content(),
                patch.type() == null ? "fact" : patch.type(),
                patch.context(),
                patch.details(),
                patch.importance(),
                patch.occurredAt(),
                patch.slot(),
                null));
        return current -> new NewMemory(
                patch.type() == null ? current.type() : checked.type(),
                patch.content() == null ? current.content() : checked.content(),
                patch.context() == null ? current.context() : checked.context(),
                patch.details() == null ? current.details() : checked.details(),
                patch.importance() == null ? current.importance() : checked.importance(),
                patch.occurredAt() == null ? current.occurredAt() : checked.occurredAt(),
                patch.slot() == null ? current.slot() : checked.slot(),
                Keeping.NONE);
    }
}
