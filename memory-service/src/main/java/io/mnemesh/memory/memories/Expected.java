package io.mnemesh.memory.memories;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The versions a caller accepts a memory to have before a change.
 *
 * @param versions any of these; empty for whatever it is
 */
public record Expected(Set<Integer> versions) {

    public static final Expected ANY = new Expected(Set.of());

    public Expected {
        versions = Set.copyOf(versions);
    }

    /** @throws ProblemException {@code precondition-failed} if the memory has another version */
    void check(Memory memory) {
        if (!versions.isEmpty() && !versions.contains(memory.version())) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "The memory has version " + memory.version() + ", not " + new TreeSet<>(versions)
                            + "; read it again.",
                    Map.of("version", memory.version()),
                    null,
                    null);
        }
    }
}
