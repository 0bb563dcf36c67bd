package io.mnemesh.memory.transfer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An import with a page of the lines that were refused.
 *
 * @param job       the import
 * @param errors    first line first
 * @param nextAfter line to go on after; null at the end
 */
@Schema(name = "MemoryImportReport", description = "An import with lines that were refused")
public record ImportReport(
        @JsonUnwrapped Import job,
        List<Refusal> errors,
        @Schema(nullable = true) @Nullable Long nextAfter) {

    public ImportReport {
        errors = List.copyOf(errors);
    }

    /**
     * A line that was refused.
     *
     * @param line    its number, 1 for the first
     * @param problem the problem document
     */
    @Schema(name = "MemoryImportRefusal")
    public record Refusal(long line, Map<String, Object> problem) {

        public Refusal {
            problem = Map.copyOf(problem);
        }
    }
}
