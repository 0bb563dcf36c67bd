package io.mnemesh.intelligence.association.rest;

import io.mnemesh.intelligence.association.ContextKey;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A question for what others found useful. It is not stored.
 *
 * @param context what the caller is at
 * @param limit   most suggestions, 1 to 50
 */
@Schema(name = "AssociationsRequest")
public record AssociationsRequest(
        @Nullable Place context,

        @Schema(defaultValue = "10", minimum = "1", maximum = "50") @Nullable
        Integer limit) {

    private static final int USUAL = 10;
    private static final int LARGEST = 50;
    private static final int LONGEST = 1024;

    /**
     * What a caller is at; at least one member. A person and a session are no context of others.
     *
     * @param task         task at hand
     * @param conversation conversation at hand
     * @param dashboard    dashboard at hand
     * @param workspace    workspace at hand
     * @param agent        agent that takes part
     * @param tags         labels
     * @param attributes   free key-values
     */
    @Schema(name = "AssociationContext", examples = "{\"task\":\"book-trains\",\"workspace\":\"growth\"}")
    public record Place(
            @Nullable String task,
            @Nullable String conversation,
            @Nullable String dashboard,
            @Nullable String workspace,
            @Nullable String agent,
            @Nullable List<@Nullable String> tags,
            @Nullable Map<String, @Nullable String> attributes) {}

    /** What of the context others may share, or {@code invalid-value}, with the field. */
    List<ContextKey> keys() {
        if (context == null) {
            throw none();
        }
        List<ContextKey> keys = ContextKey.of(new MemoryContext(
                null,
                text("agent", context.agent()),
                null,
                text("conversation", context.conversation()),
                text("workspace", context.workspace()),
                text("dashboard", context.dashboard()),
                text("task", context.task()),
                tags(context.tags()),
                attributes(context.attributes())));
        if (keys.isEmpty()) {
            throw none();
        }
        if (keys.size() > ContextKey.MOST) {
            throw ProblemException.invalid(
                    "context",
                    "The context may say at most " + ContextKey.MOST + " things; it says " + keys.size() + ".");
        }
        return keys;
    }

    int size() {
        if (limit == null) {
            return USUAL;
        }
        if (limit < 1 || limit > LARGEST) {
            throw ProblemException.invalid("limit", "The limit must be a number from 1 to " + LARGEST + ".");
        }
        return limit;
    }

    private static List<String> tags(@Nullable List<@Nullable String> told) {
        return told == null
                ? List.of()
                : told.stream().map(tag -> needed("tags", tag)).toList();
    }

    private static Map<String, String> attributes(@Nullable Map<String, @Nullable String> told) {
        var attributes = new HashMap<String, String>();
        if (told != null) {
            told.forEach((name, value) -> attributes.put(needed("attributes", name), needed("attributes", value)));
        }
        return attributes;
    }

    private static @Nullable String text(String member, @Nullable String told) {
        return told == null ? null : needed(member, told);
    }

    private static String needed(String member, @Nullable String told) {
        if (told == null || told.isBlank() || told.length() > LONGEST) {
            throw ProblemException.invalid(
                    "context." + member, "It must be a text of 1 to " + LONGEST + " characters that is not blank.");
        }
        return told;
    }

    static ProblemException none() {
        return ProblemException.invalid(
                "context",
                "The context must say at least one of task, conversation, dashboard, workspace, agent, tags and attributes.");
    }
}
