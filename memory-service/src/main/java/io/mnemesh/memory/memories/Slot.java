package io.mnemesh.memory.memories;

import io.mnemesh.mesh.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a fact is about, of which one value holds at a time: the memories of one slot supersede each other in the order
 * they happened. Compared without regard to case and to spaces around and repeated within.
 *
 * @param subject   of whom or what, for example {@code ana}
 * @param attribute which property, for example {@code employer}
 */
@Schema(
        name = "Slot",
        description = "What the fact is about; a later value supersedes the earlier one",
        examples = "{\"subject\":\"ana\",\"attribute\":\"employer\"}")
@RegisterForReflection // cached as JSON within memories
public record Slot(
        @Schema(required = true) String subject,
        @Schema(required = true) String attribute) {

    /** What a caller names, before any check. */
    @Schema(name = "NewSlot", examples = "{\"subject\":\"ana\",\"attribute\":\"employer\"}")
    public record Draft(
            @Schema(required = true, minLength = 1, maxLength = TextRules.NAME_LENGTH) @Nullable
            String subject,

            @Schema(required = true, minLength = 1, maxLength = TextRules.NAME_LENGTH) @Nullable
            String attribute) {}

    /** The slot named, or {@code invalid-value}; null if absent. */
    static @Nullable Slot check(@Nullable Draft draft) {
        return draft == null ? null : of(draft.subject(), draft.attribute());
    }

    /** The slot of these names, or {@code invalid-value}. */
    public static Slot of(@Nullable String subject, @Nullable String attribute) {
        return new Slot(name("slot.subject", subject), name("slot.attribute", attribute));
    }

    private static String name(String field, @Nullable String value) {
        String name = TextRules.label(field, value, TextRules.NAME_LENGTH)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ");
        if (name.isEmpty() || name.length() > TextRules.NAME_LENGTH) {
            throw ProblemException.invalid(
                    field, "'" + field + "' must have 1 to " + TextRules.NAME_LENGTH + " characters and not be blank.");
        }
        return name;
    }
}
