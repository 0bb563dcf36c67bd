package io.mnemesh.memory.feedback;

import io.mnemesh.memory.memories.Memory;
import java.util.Set;

/**
 * Whether users may be pointed to a memory that others found useful. Everybody of a tenant can read its memories, but some are of one person
 * only: those whose context names a user, turns of conversations, and those that say so themselves. These stay where they are.
 */
final class Sharing {

    /** What says who a memory is for. */
    private static final String VISIBILITY = "visibility";

    private static final Set<String> OPEN = Set.of("tenant", "shared", "public");
    private static final Set<String> CLOSED_TAGS = Set.of("private", "personal", "confidential");
    private static final String TURN = "conversation_turn";

    private Sharing() {}

    /** Whether it is of nobody in particular; when in doubt it is not. */
    static boolean isShared(Memory memory) {
        return memory.context().user() == null
                && !memory.type().name().equals(TURN)
                && OPEN.contains(memory.context().attributes().getOrDefault(VISIBILITY, "tenant"))
                && memory.context().tags().stream().noneMatch(CLOSED_TAGS::contains);
    }

    /** Whether it is, and holds now and stands for itself. */
    static boolean isSuggested(Memory memory) {
        return isShared(memory)
                && memory.lifecycle().archivedAt() == null
                && memory.supersededBy() == null
                && memory.mergedInto() == null;
    }
}
