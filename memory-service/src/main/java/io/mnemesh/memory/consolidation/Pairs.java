package io.mnemesh.memory.consolidation;

import io.mnemesh.memory.consolidation.wording.Sameness;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * Which two memories may be merged: those of the same kind and of the same people and places, that say the same, of which
 * the later one adds nothing. What happened in a conversation or a workflow is never merged, nor is what happened at
 * another time, what expires or is archived; nothing stands for a memory that is pinned.
 */
final class Pairs {

    /** Types of which each memory is an occurrence of its own. */
    private static final Set<String> OCCURRENCES = Set.of("conversation_turn", "workflow_step");

    /** Event times that are closer than this may be of the same. */
    private static final Duration SAME_TIME = Duration.ofDays(1);

    private Pairs() {}

    /** True if memories of this type may be merged at all. */
    static boolean mergeable(MemoryType type) {
        return !OCCURRENCES.contains(type.name());
    }

    /** True if {@code survivor} may stand for {@code duplicate}. */
    static boolean mergeable(Memory survivor, Memory duplicate) {
        return mergeable(survivor.type())
                && survivor.type().equals(duplicate.type())
                && free(survivor)
                && free(duplicate)
                && !duplicate.lifecycle().pinned()
                && together(survivor, duplicate)
                && covers(survivor, duplicate)
                && simultaneous(survivor, duplicate)
                && Sameness.same(survivor.content(), duplicate.content());
    }

    private static boolean free(Memory memory) {
        return memory.slot() == null
                && memory.supersededBy() == null
                && memory.mergedInto() == null
                && memory.lifecycle().expiresAt() == null
                && !memory.lifecycle().archived();
    }

    /** The session and the conversation may differ: things are said again. */
    private static boolean together(Memory one, Memory other) {
        var first = one.context();
        var second = other.context();
        return Objects.equals(first.user(), second.user())
                && Objects.equals(first.agent(), second.agent())
                && Objects.equals(first.workspace(), second.workspace())
                && Objects.equals(first.dashboard(), second.dashboard())
                && Objects.equals(first.task(), second.task());
    }

    private static boolean covers(Memory survivor, Memory duplicate) {
        return survivor.context().tags().containsAll(duplicate.context().tags())
                && survivor.context()
                        .attributes()
                        .entrySet()
                        .containsAll(duplicate.context().attributes().entrySet())
                && survivor.details().entrySet().containsAll(duplicate.details().entrySet());
    }

    private static boolean simultaneous(Memory one, Memory other) {
        Instant first = one.occurredAt();
        Instant second = other.occurredAt();
        return first == null
                || second == null
                || Duration.between(first, second).abs().compareTo(SAME_TIME) <= 0;
    }
}
