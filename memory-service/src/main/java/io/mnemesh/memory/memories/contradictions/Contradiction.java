package io.mnemesh.memory.memories.contradictions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mnemesh.memory.memories.Memory;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Memories that say different things of the same.
 *
 * @param subject    of whom or what; the words that are said and denied, where one denies the other
 * @param attribute  which property; {@code holds} where one denies the other
 * @param statements what they say, latest happened first
 */
@Schema(name = "Contradiction", description = "Memories that say different things of the same")
public record Contradiction(String subject, String attribute, List<Statement> statements) {

    public Contradiction {
        statements = List.copyOf(statements);
    }

    /**
     * One of them.
     *
     * @param value      what it says; {@code yes} or {@code no} of what holds or not
     * @param similarity likeness of its meaning to that of the latest, -1 to 1; absent while one has no vector
     * @param memory     the memory
     */
    @Schema(name = "ContradictingStatement")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Statement(String value, @Nullable Double similarity, Memory memory) {}
}
