package io.mnemesh.memory.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mnemesh.memory.index.IndexHits.LegCandidate;
import io.mnemesh.memory.memories.Memory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param hits       best first
 * @param mode       how it was searched
 * @param tookMs     time it took in this service, milliseconds
 * @param nextCursor where it goes on; null at its end
 * @param bias       what it was biased towards, if asked to be
 * @param notice     why it was not searched as well as it could be; absent if it was
 * @param candidates candidates by leg, if asked for
 */
@Schema(name = "SearchAnswer", description = "What a search found, best first")
public record SearchAnswer(
        List<Hit> hits,

        @Schema(description = "hybrid: by words and meaning; lexical: by words only, the notice says why")
        Mode mode,

        double tookMs,

        @Schema(description = "Pass it as 'cursor' for the next page; null at the end") @Nullable
        String nextCursor,

        @Schema(description = "With bias: the places at hand, those of the current context included")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Map<String, String> bias,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String notice,

        @Schema(
                description = "With explain: what each leg proposed, best first: lexical by BM25, semantic by cosine,"
                        + " window without a score, as it was only a neighbour")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Map<String, List<LegCandidate>> candidates) {

    public SearchAnswer {
        hits = List.copyOf(hits);
    }

    /**
     * A memory found.
     *
     * @param memory         the memory
     * @param score          what the order is by
     * @param lexicalScore   0 to 1, by words
     * @param semanticScore  0 to 1, by meaning; null in mode lexical and while the memory has no vector
     * @param scoreBreakdown what each part adds to the score
     */
    @Schema(name = "SearchHit", description = "A memory found")
    public record Hit(
            Memory memory,

            @Schema(description = "What the order is by: 0 to 1 by words and meaning, priors may go beyond")
            double score,

            double lexicalScore,
            @Nullable Double semanticScore,

            @Schema(description = "What words, meaning and each prior that is on add; the sum is the score")
            Map<String, Double> scoreBreakdown) {}

    /** How it was searched. */
    public enum Mode {
        HYBRID,
        LEXICAL;

        @JsonValue
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
