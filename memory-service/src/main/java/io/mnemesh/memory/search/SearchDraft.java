package io.mnemesh.memory.search;

import io.mnemesh.memory.current.BiasDraft;
import io.mnemesh.memory.index.ranking.PriorKind;
import io.mnemesh.memory.memories.FilterDraft;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.memory.memories.Validity;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to be searched, before any check.
 *
 * @param query   the question
 * @param limit   most hits
 * @param filter  which memories are meant
 * @param asOf    RFC 3339 event time
 * @param latestOnly false for superseded values of facts too
 * @param includeArchived true for archived memories too
 * @param priors  factors of priors by name
 * @param askedAt RFC 3339 time
 * @param diversity 0 to 1
 * @param explain true for the candidates of each leg
 * @param bias    what is at hand
 * @param cursor  nextCursor of the page before
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

        @Nullable FilterDraft filter,

        @Schema(format = "date-time", description = "What had happened and held at this time; what holds now if absent")
        @Nullable
        String asOf,

        @Schema(description = "False for superseded values of facts too", defaultValue = "true") @Nullable
        Boolean latestOnly,

        @Schema(description = "True for archived memories too", defaultValue = "false") @Nullable
        Boolean includeArchived,

        @Schema(
                description =
                        "How much window, session, speaker, form, time, recency, importance, update, learned and bias count: 0 switches"
                                + " one off, 1 is as fitted, 2 is twice that; those not named are as configured",
                examples = "{\"session\":0,\"importance\":2}")
        @Nullable
        Map<String, @Nullable Double> priors,

        @Schema(format = "date-time", description = "What 'yesterday' in the question is relative to; now if absent")
        @Nullable
        String askedAt,

        @Schema(
                minimum = "0",
                maximum = "1",
                defaultValue = "0",
                description = "More than 0: hits that are unlike each other come first, the order is no longer by score"
                        + " alone and there is one page only")
        @Nullable
        Double diversity,

        @Schema(description = "True to be told the candidates of each leg", defaultValue = "false") @Nullable
        Boolean explain,

        @Nullable BiasDraft bias,

        @Schema(description = "nextCursor of the page before; everything else must be as it was") @Nullable
        String cursor) {

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
        BiasDraft bias = draft.bias();
        return new Search(
                TextRules.text("query", draft.query(), QUERY_BYTES),
                limit,
                filter == null ? MemoryFilter.ALL : filter.check("filter."),
                Validity.of(TextRules.time("asOf", draft.asOf()), draft.latestOnly())
                        .withArchived(Boolean.TRUE.equals(draft.includeArchived())),
                priors(draft.priors()),
                TextRules.time("askedAt", draft.askedAt()),
                diversity(draft),
                Boolean.TRUE.equals(draft.explain()),
                bias == null ? null : bias.check(),
                TextRules.optionalLabel("cursor", draft.cursor(), TextRules.NAME_LENGTH));
    }

    private static Map<PriorKind, Double> priors(@Nullable Map<String, @Nullable Double> given) {
        var priors = new EnumMap<PriorKind, Double>(PriorKind.class);
        if (given != null) {
            given.forEach((name, factor) -> priors.put(prior(name), factor(name, factor)));
        }
        return priors;
    }

    private static double diversity(SearchDraft draft) {
        Double diversity = draft.diversity();
        if (diversity == null) {
            return 0;
        }
        if (!(diversity >= 0 && diversity <= 1)) {
            throw ProblemException.invalid("diversity", "'diversity' must be a number from 0 to 1.");
        }
        if (diversity > 0 && draft.cursor() != null) {
            throw ProblemException.invalid("diversity", "'diversity' has one page only; leave out 'cursor'.");
        }
        return diversity;
    }

    private static PriorKind prior(String name) {
        return PriorKind.of(name)
                .orElseThrow(() -> ProblemException.invalid(
                        "priors",
                        "'priors' may name "
                                + Arrays.stream(PriorKind.values())
                                        .map(PriorKind::key)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static double factor(String name, @Nullable Double factor) {
        if (factor == null || !(factor >= 0 && factor <= ConfiguredPriors.MAX_FACTOR)) {
            throw ProblemException.invalid("priors." + name, "'priors." + name + "' must be a number from 0 to 2.");
        }
        return factor;
    }
}
