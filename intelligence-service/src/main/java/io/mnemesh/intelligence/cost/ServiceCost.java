package io.mnemesh.intelligence.cost;

import io.mnemesh.intelligence.cost.persistence.ProposalStore.Found;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service cost in a period. Amounts are null where a price is not set.
 *
 * @param minutes       minutes that are known of it
 * @param replicaHours  replicas times hours
 * @param coreHours     reserved
 * @param usedCoreHours of these, used
 * @param gibHours      reserved memory
 * @param storedGib     what its tables hold now
 * @param proposal      the cheapest capacity found; null with too little evidence
 * @param missing       what would be needed to say more
 */
public record ServiceCost(
        String service,
        long minutes,
        double replicaHours,
        double coreHours,
        double usedCoreHours,
        double gibHours,
        double storedGib,
        @Nullable Double processor,
        @Nullable Double memory,
        @Nullable Double storage,
        @Nullable Proposed proposal,
        List<String> missing) {

    /** Processor and memory: what depends on use. */
    @Nullable
    Double running() {
        return processor == null || memory == null ? null : processor + memory;
    }

    /**
     * A proposal.
     *
     * @param found      what was found
     * @param holds      whether it holds the objective
     * @param hoursADay  replica hours a day that it saves; below nothing if it needs more
     * @param savedADay  the same in money; null without prices
     * @param summary    one sentence
     */
    public record Proposed(
            Found found,
            boolean holds,
            double hoursADay,
            @Nullable Double savedADay,
            String summary) {}
}
