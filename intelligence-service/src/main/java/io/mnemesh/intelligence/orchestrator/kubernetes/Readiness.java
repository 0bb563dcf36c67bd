package io.mnemesh.intelligence.orchestrator.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.mnemesh.intelligence.orchestrator.policy.ServiceState.UnreadyPod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a pod's status says of whether it answers. */
final class Readiness {

    private static final String READY = "Ready";
    private static final String TRUE = "True";

    private Readiness() {}

    static boolean isReady(Pod pod) {
        return condition(pod)
                .filter(condition -> TRUE.equals(condition.getStatus()))
                .isPresent();
    }

    /** The pod as one that does not answer; empty if it does, or nothing is said about it yet. */
    static Optional<UnreadyPod> unready(Pod pod) {
        return condition(pod)
                .filter(condition -> !TRUE.equals(condition.getStatus()))
                .filter(condition -> condition.getLastTransitionTime() != null)
                .map(condition -> new UnreadyPod(
                        pod.getMetadata().getName(),
                        Instant.parse(condition.getLastTransitionTime()),
                        hasStarted(pod)));
    }

    /**
     * Whether every container runs and is past its start-up probe. One that is still starting needs time, and one that the
     * kubelet starts over and over is in its hands: another pod would only hide that.
     */
    private static boolean hasStarted(Pod pod) {
        List<ContainerStatus> containers = pod.getStatus().getContainerStatuses();
        return !containers.isEmpty()
                && containers.stream()
                        .allMatch(container -> container.getState() != null
                                && container.getState().getRunning() != null
                                && !Boolean.FALSE.equals(container.getStarted()));
    }

    private static Optional<PodCondition> condition(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> READY.equals(condition.getType()))
                .findFirst();
    }
}
