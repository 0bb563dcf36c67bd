package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.ServiceState.UnreadyPod;
import java.util.List;
import java.util.Optional;

/** Where services run. Its methods block. */
public interface Fleet {

    /** False where nothing can be done, only advised. */
    boolean canAct();

    /** How a service runs; empty if it is not known. */
    Optional<Deployed> look(String service);

    /**
     * Asks for another number of replicas.
     *
     * @throws FleetException if it is not what it was, or cannot be changed
     */
    void scale(String service, int from, int to);

    /**
     * Replaces a pod that is not ready.
     *
     * @throws FleetException if it is ready by now, or cannot be replaced
     */
    void restart(String service, String pod);

    /**
     * How a service runs.
     *
     * @param desired replicas that are asked for
     * @param ready   replicas that answer
     */
    record Deployed(int desired, int ready, List<UnreadyPod> pods) {}
}
