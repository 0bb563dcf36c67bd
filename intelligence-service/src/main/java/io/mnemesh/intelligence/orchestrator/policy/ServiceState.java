package io.mnemesh.intelligence.orchestrator.policy;

import java.time.Instant;
import java.util.List;

/**
 * A service at a time.
 *
 * @param load    what all its instances carry
 * @param desired replicas that are asked for
 * @param ready   replicas that answer
 * @param pods    pods that do not answer, and since when
 */
public record ServiceState(String service, Instant at, double load, int desired, int ready, List<UnreadyPod> pods) {

    public ServiceState {
        pods = List.copyOf(pods);
    }

    /**
     * A pod that is not ready.
     *
     * @param wasReady false while it starts for the first time
     */
    public record UnreadyPod(String name, Instant since, boolean wasReady) {}
}
