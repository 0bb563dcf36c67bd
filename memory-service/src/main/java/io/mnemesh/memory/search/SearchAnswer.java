package io.mnemesh.memory.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mnemesh.memory.memories.Memory;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param hits   best first
 * @param mode   how it was searched
 * @param tookMs time it took in this service, milliseconds
 * @param notice why it was not searched as well as it could be; absent if it was
 */
@Schema(name = "SearchAnswer", description = "What a search found, best first")
public record SearchAnswer(
        List<Hit> hits,

        @Schema(description = "hybrid: by words and meaning; lexical: by words only, the notice says why")
        Mode mode,

        double tookMs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String notice) {

    public SearchAnswer {
        hits = List.copyOf(hits);
    }

    /**
     * A memory found.
     *
     * @param memory        the memory
     * @param score         0 to 1, what the order is by
     * @param lexicalScore  0 to 1, by words
     * @param semanticScore 0 to 1, by meaning; null in mode lexical and while the memory has no vector
     */
    @Schema(name = "SearchHit", description = "A memory found")
    public record Hit(
            Memory memory,
            double score,
            double lexicalScore,
            @Nullable Double semanticScore) {}

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
