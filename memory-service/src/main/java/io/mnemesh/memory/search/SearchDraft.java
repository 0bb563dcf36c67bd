package io.mnemesh.memory.search;

import io.mnemesh.memory.memories.FilterDraft;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.mesh.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to be searched, before any check.
 *
 * @param query  the question
 * @param limit  most hits
 * @param filter which memories are meant
 */
@Schema(
        name = "SearchRequest",
        description = "A question",
        examples = "{\"query\":\"Where does Ana like to sit?\",\"limit\":5,\"filter\":{\"user\":\"ana\"}}")
public record SearchDraft(
        @Schema(required = true, description = "The question in words, at most 8 KiB of UTF-8, not blank") @Nullable
        String query,

        @Schema(minimum = "1", maximum = "100", defaultValue = "10") @Nullable
        Integer limit,

        @Nullable FilterDraft filter) {

    static final int QUERY_BYTES = 8 * 1024;
    static final int DEFAULT_LIMIT = 10;
    static final int MAX_LIMIT = 100;

    /** The search asked for, or {@code invalid-value} naming the member that cannot be accepted. */
    public static Search check(@Nullable SearchDraft draft) {
        if (draft == null) {
            throw ProblemException.invalid("query", "The body must be a JSON object with 'query'.");
        }
        int limit = draft.limit() == null ? DEFAULT_LIMIT : draft.limit();
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.invalid("limit", "'limit' must be from 1 to " + MAX_LIMIT + ".");
        }
        FilterDraft filter = draft.filter();
        return new Search(
                TextRules.text("query", draft.query(), QUERY_BYTES),
                limit,
                filter == null ? MemoryFilter.ALL : filter.check("filter."));
    }
}
