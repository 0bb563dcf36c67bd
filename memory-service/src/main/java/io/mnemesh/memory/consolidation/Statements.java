package io.mnemesh.memory.consolidation;

import io.mnemesh.memory.index.ranking.Claim;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.persistence.MergeRepository.Said;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was said when of what; tells whether something else was said between two statements of the same. */
final class Statements {

    private final Map<String, List<Said>> byClaim;

    Statements(List<Said> said) {
        byClaim = said.stream().collect(Collectors.groupingBy(Said::claim));
    }

    /** True if a statement between these two in time contradicts them. */
    boolean contradictBetween(Memory one, Memory other) {
        Claim claim = Claim.of(one.content(), one.context().user()).orElse(null);
        if (claim == null) {
            return false;
        }
        boolean inOrder = one.happenedAt().isBefore(other.happenedAt());
        Instant from = (inOrder ? one : other).happenedAt();
        Instant to = (inOrder ? other : one).happenedAt();
        return byClaim.getOrDefault(claim.key(), List.of()).stream()
                .anyMatch(said -> !said.value().equals(claim.value())
                        && said.at().isAfter(from)
                        && said.at().isBefore(to));
    }
}
