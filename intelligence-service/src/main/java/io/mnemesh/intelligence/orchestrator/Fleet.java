package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.Action;
import io.mnemesh.intelligence.orchestrator.policy.ServiceState.UnreadyPod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where services run. Its methods block. */
public interface Fleet {

    /** False where nothing can be done, only advised. */
    boolean canAct();

    /**
     * How a service runs; empty if it is not known.
     *
     * @throws FleetException if it cannot be asked
     */
    Optional<Deployed> look(String service);

    /**
     * Asks whether an action would be accepted, and changes nothing.
     *
     * @return what was answered, in a sentence
     * @throws FleetException if it is refused, or the service is not any more as the action takes it to be
     */
    String rehearse(Action action);

    /**
     * Takes an action.
     *
     * @return what was answered, in a sentence
     * @throws FleetException if it is refused, or the service is not any more as the action takes it to be
     */
    String carryOut(Action action);

    /**
     * How a service runs.
     *
     * @param desired  replicas that are asked for
     * @param ready    replicas that answer
     * @param pods     those that do not
     * @param scaledBy what else decides on the replicas, null if nothing does
     */
    record Deployed(
            int desired,
            int ready,
            List<UnreadyPod> pods,
            @Nullable String scaledBy) {}
}
