package io.mnemesh.memory.memories.batch;

import io.mnemesh.memory.memories.Expected;
import io.mnemesh.memory.memories.MemoryChange;
import io.mnemesh.memory.memories.MemoryPatch;
import io.mnemesh.memory.memories.MemoryRules;
import io.mnemesh.memory.memories.MemoryService.Addition;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One change of a batch that is acceptable. */
sealed interface BatchItem {

    /** Longest idempotency key, in characters. */
    int KEY_LENGTH = 255;

    /** Stores a memory. */
    record Add(Addition addition) implements BatchItem {}

    /** Changes a memory. */
    record Update(UUID id, MemoryChange change, Expected expected) implements BatchItem {}

    /** Deletes a memory. */
    record Delete(UUID id, Expected expected) implements BatchItem {}

    /** Is refused. */
    record Refused(ProblemException problem) implements BatchItem {}

    /** The change asked for, or why it is refused: with what it would be answered alone. */
    static BatchItem of(BatchDraft.@Nullable Item draft) {
        try {
            return check(draft);
        } catch (ProblemException e) {
            return new Refused(e);
        }
    }

    private static BatchItem check(BatchDraft.@Nullable Item draft) {
        String op = draft == null ? null : draft.op();
        if (draft == null || op == null) {
            throw unknown();
        }
        return switch (op) {
            case "add" ->
                new Add(new Addition(
                        MemoryRules.check(draft.memory()),
                        TextRules.optionalLabel("idempotencyKey", draft.idempotencyKey(), KEY_LENGTH)));
            case "update" -> new Update(id(draft.id()), MemoryPatch.check(draft.patch()), expected(draft.version()));
            case "delete" -> new Delete(id(draft.id()), expected(draft.version()));
            default -> throw unknown();
        };
    }

    private static Expected expected(@Nullable Integer version) {
        return version == null ? Expected.ANY : new Expected(Set.of(version));
    }

    private static UUID id(@Nullable String id) {
        if (id == null) {
            throw ProblemException.invalid("id", "'id' of the memory is needed.");
        }
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no memory with this id.");
        }
    }

    private static ProblemException unknown() {
        return ProblemException.invalid("op", "'op' must be add, update or delete.");
    }
}
