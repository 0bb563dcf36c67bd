package io.mnemesh.memory.memories.rest;

import io.mnemesh.memory.memories.FilterDraft;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.memory.memories.Validity;
import io.mnemesh.mesh.problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of a list of memories. */
public class ListParameters {

    @QueryParam("type")
    @Parameter(description = "Any of these types; may be repeated", example = "fact")
    @Nullable
    List<String> types;

    @QueryParam("user")
    @Nullable
    String user;

    @QueryParam("agent")
    @Nullable
    String agent;

    @QueryParam("session")
    @Nullable
    String session;

    @QueryParam("conversation")
    @Nullable
    String conversation;

    @QueryParam("workspace")
    @Nullable
    String workspace;

    @QueryParam("dashboard")
    @Nullable
    String dashboard;

    @QueryParam("task")
    @Nullable
    String task;

    @QueryParam("tag")
    @Parameter(description = "Must have all of these tags; may be repeated")
    @Nullable
    List<String> tags;

    @QueryParam("from")
    @Parameter(description = "Happened at or after", example = "2026-11-01T00:00:00Z")
    @Nullable
    String from;

    @QueryParam("to")
    @Parameter(description = "Happened before", example = "2026-12-01T00:00:00Z")
    @Nullable
    String to;

    @QueryParam("asOf")
    @Parameter(description = "What had happened and held at this time", example = "2026-06-01T00:00:00Z")
    @Nullable
    String asOf;

    @QueryParam("latestOnly")
    @Parameter(description = "False for superseded values of facts too; true if absent", example = "true")
    @Nullable
    String latestOnly;

    @QueryParam("includeArchived")
    @Parameter(description = "True for archived memories too; false if absent", example = "false")
    @Nullable
    String includeArchived;

    @QueryParam("limit")
    @Parameter(description = "Most items, 1 to 200", example = "50")
    @Nullable
    String limit;

    @QueryParam("cursor")
    @Parameter(description = "nextCursor of the page before")
    @Nullable
    String cursor;

    /** Which memories are meant. */
    public MemoryFilter filter() {
        return new FilterDraft(
                        types,
                        user,
                        agent,
                        session,
                        conversation,
                        workspace,
                        dashboard,
                        task,
                        tags,
                        null,
                        from,
                        to,
                        null,
                        null,
                        null,
                        null,
                        null)
                .check("");
    }

    Validity validity() {
        return Validity.of(TextRules.time("asOf", asOf), flag("latestOnly", latestOnly))
                .withArchived(Boolean.TRUE.equals(flag("includeArchived", includeArchived)));
    }

    @Nullable
    Integer limit() {
        return number("limit", limit);
    }

    @Nullable
    String cursor() {
        return TextRules.optionalLabel("cursor", cursor, TextRules.NAME_LENGTH);
    }

    private static @Nullable Boolean flag(String name, @Nullable String value) {
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw ProblemException.invalid(name, "'" + name + "' must be true or false.");
        }
        return value == null ? null : Boolean.valueOf(value);
    }

    /** A whole number, null if absent; {@code invalid-value} otherwise. */
    public static @Nullable Integer number(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(name, "'" + name + "' must be a whole number.");
        }
    }
}
