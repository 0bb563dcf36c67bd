package io.mnemesh.memory.memories.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mnemesh.memory.memories.Memory;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of each item of a batch.
 *
 * @param items     in the order asked
 * @param succeeded items that were done
 * @param failed    items that were refused or failed
 */
@Schema(name = "BatchAnswer", description = "What became of each item")
public record BatchAnswer(List<Outcome> items, int succeeded, int failed) {

    public BatchAnswer {
        items = List.copyOf(items);
    }

    static BatchAnswer of(List<Outcome> items) {
        int succeeded = (int) items.stream().filter(Outcome::success).count();
        return new BatchAnswer(items, succeeded, items.size() - succeeded);
    }

    /**
     * What became of one item.
     *
     * @param status  the HTTP status it would have been answered alone
     * @param memory  as it is now; absent for what was deleted or failed
     * @param problem the problem document; absent if it was done
     */
    @Schema(name = "BatchOutcome")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Outcome(
            int status, @Nullable Memory memory, @Nullable Map<String, Object> problem) {

        boolean success() {
            return problem == null;
        }
    }
}
