package io.mnemesh.memory.memories;

import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an acceptable memory looks like. */
public final class MemoryRules {

    /** Longest content, in bytes of UTF-8. */
    public static final int CONTENT_BYTES = 64 * 1024;

    /** Longest value in details, in bytes of UTF-8. */
    public static final int DETAIL_BYTES = 16 * 1024;

    /** All keys and values of details together, in characters. */
    static final int DETAILS_LENGTH = 64 * 1024;

    static final double DEFAULT_IMPORTANCE = 0.5;

    private MemoryRules() {}

    /** The memory asked for, or {@code invalid-value} naming the member that cannot be accepted. */
    public static NewMemory check(@Nullable MemoryDraft draft) {
        if (draft == null) {
            throw ProblemException.invalid("content", "The body must be a JSON object with 'content' and 'type'.");
        }
        return new NewMemory(
                type("type", draft.type()),
                TextRules.text("content", draft.content(), CONTENT_BYTES),
                context(draft.context()),
                details(draft.details()),
                importance(draft.importance()),
                TextRules.time("occurredAt", draft.occurredAt()),
                Slot.check(draft.slot()),
                Keeping.ofNew(draft.lifecycle()));
    }

    /** As {@link #check}, of what is to be said in place of what a memory says, which leaves its lifecycle alone. */
    public static NewMemory checkReplacement(@Nullable MemoryDraft draft) {
        if (draft != null && draft.lifecycle() != null) {
            throw ProblemException.invalid(
                    "lifecycle", "'lifecycle' is for new memories; put it to /api/memories/{id}/lifecycle.");
        }
        return check(draft);
    }

    /** The type of this name, or {@code invalid-value}. */
    public static MemoryType type(String field, @Nullable String name) {
        if (name == null) {
            throw ProblemException.invalid(field, "'" + field + "' is needed: one of " + known() + ".");
        }
        return MemoryType.of(name)
                .orElseThrow(() -> ProblemException.invalid(field, "'" + field + "' must be one of " + known() + "."));
    }

    private static String known() {
        return String.join(", ", MemoryType.BUILT_IN) + ", or x- and a name of lower case letters, digits, '-' and '_'";
    }

    /** The context of these members, or {@code invalid-value}. */
    public static MemoryContext context(MemoryDraft.@Nullable Context given) {
        MemoryDraft.Context context = given == null ? MemoryDraft.Context.NONE : given;
        List<String> tags = TextRules.labels("context.tags", context.tags(), TextRules.LABEL_LENGTH);
        Map<String, String> attributes =
                TextRules.entries("context.attributes", context.attributes(), TextRules.ATTRIBUTE_LENGTH);
        return new MemoryContext(
                name("user", context.user()),
                name("agent", context.agent()),
                name("session", context.session()),
                name("conversation", context.conversation()),
                name("workspace", context.workspace()),
                name("dashboard", context.dashboard()),
                name("task", context.task()),
                tags,
                attributes);
    }

    private static @Nullable String name(String key, @Nullable String value) {
        return TextRules.optionalLabel("context." + key, value, TextRules.NAME_LENGTH);
    }

    private static Map<String, String> details(@Nullable Map<String, @Nullable String> given) {
        Map<String, String> details = TextRules.entries("details", given, DETAIL_BYTES);
        int length = details.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        if (length > DETAILS_LENGTH) {
            throw ProblemException.invalid(
                    "details", "'details' has " + length + " characters; at most " + DETAILS_LENGTH + " are accepted.");
        }
        return details;
    }

    private static double importance(@Nullable Double given) {
        if (given == null) {
            return DEFAULT_IMPORTANCE;
        }
        if (!(given >= 0 && given <= 1)) {
            throw ProblemException.invalid("importance", "'importance' must be a number from 0 to 1.");
        }
        return given;
    }
}
