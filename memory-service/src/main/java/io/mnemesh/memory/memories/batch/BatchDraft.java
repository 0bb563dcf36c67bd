package io.mnemesh.memory.memories.batch;

import io.mnemesh.memory.memories.MemoryDraft;
import io.mnemesh.memory.memories.MemoryPatch;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to be done in one call, before any check.
 *
 * @param items each with its own outcome
 */
@Schema(name = "Batch", description = "Up to 1,000 changes, each with its own outcome", examples = """
                {"items":[{"op":"add","memory":{"content":"Ana prefers window seats.","type":"preference"},\
                "idempotencyKey":"import-1"},{"op":"update","id":"019aa3c1-7d3e-7c54-9a51-0d6a3f1f8b0e",\
                "patch":{"importance":0.9},"version":3},{"op":"delete","id":"019aa3c1-7d3e-7c54-9a51-0d6a3f1f8b0f"}]}""")
public record BatchDraft(@Nullable List<@Nullable Item> items) {

    /** Most items in one call. */
    public static final int MOST = 1000;

    /**
     * One change.
     *
     * @param op             add, update or delete
     * @param memory         what to add
     * @param idempotencyKey repeating an add with the same key stores once
     * @param id             what to update or delete
     * @param patch          members to update
     * @param version        version it must have; any if absent
     */
    @Schema(name = "BatchItem")
    public record Item(
            @Schema(
                    required = true,
                    enumeration = {"add", "update", "delete"})
            @Nullable
            String op,

            @Nullable MemoryDraft memory,
            @Nullable String idempotencyKey,
            @Nullable String id,
            @Nullable MemoryPatch patch,
            @Nullable Integer version) {}

    /** The items, or {@code invalid-value} if there are none or too many. */
    public static List<@Nullable Item> check(@Nullable BatchDraft draft) {
        List<@Nullable Item> items = draft == null ? null : draft.items();
        if (items == null || items.isEmpty() || items.size() > MOST) {
            throw ProblemException.invalid("items", "'items' must hold 1 to " + MOST + " items.");
        }
        return items;
    }
}
