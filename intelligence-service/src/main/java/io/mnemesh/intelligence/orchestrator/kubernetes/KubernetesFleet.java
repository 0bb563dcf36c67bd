package io.mnemesh.intelligence.orchestrator.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mnemesh.intelligence.orchestrator.Fleet;
import io.mnemesh.intelligence.orchestrator.FleetException;
import io.mnemesh.intelligence.orchestrator.policy.Action;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Services on Kubernetes. A service is scaled by a patch that the API takes only while the replicas are what they were; a pod is
 * restarted by its eviction, so that its disruption budget is kept and its controller makes another.
 */
public final class KubernetesFleet implements Fleet {

    private static final int LONGEST = 500;

    private final Workloads workloads;

    public KubernetesFleet(Workloads workloads) {
        this.workloads = workloads;
    }

    @Override
    public boolean canAct() {
        return true;
    }

    @Override
    public Optional<Deployed> look(String service) {
        return asked(() -> workloads.scale(service).map(scale -> {
            List<Pod> pods = workloads.pods(scale).stream()
                    .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                    .toList();
            return new Deployed(
                    Objects.requireNonNullElse(scale.getSpec().getReplicas(), 0),
                    (int) pods.stream().filter(Readiness::isReady).count(),
                    pods.stream()
                            .flatMap(pod -> Readiness.unready(pod).stream())
                            .toList(),
                    workloads.scaler(service).orElse(null));
        }));
    }

    @Override
    public String rehearse(Action action) {
        return take(action, true);
    }

    @Override
    public String carryOut(Action action) {
        return take(action, false);
    }

    private String take(Action action, boolean dryRun) {
        return asked(() -> switch (action) {
            case Action.Scale scale -> scale(scale, dryRun);
            case Action.RestartPod restart -> restart(restart, dryRun);
        });
    }

    private String scale(Action.Scale scale, boolean dryRun) {
        workloads.scaler(scale.service()).ifPresent(scaler -> {
            throw new FleetException(scaler + " decides on the replicas by now.", null);
        });
        String version = workloads.scale(scale.service(), scale.from(), scale.to(), dryRun);
        return dryRun
                ? "The API would take " + scale.to() + " replicas."
                : "The API took " + scale.to() + " replicas; the workload's version is " + version + ".";
    }

    private String restart(Action.RestartPod restart, boolean dryRun) {
        Scale scale = workloads
                .scale(restart.service())
                .orElseThrow(() -> new FleetException("There is no such workload any more.", null));
        Pod pod = workloads.pods(scale).stream()
                .filter(one -> one.getMetadata().getName().equals(restart.pod()))
                .findFirst()
                .orElseThrow(() -> new FleetException("The service has no such pod any more.", null));
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            throw new FleetException("The pod is being deleted by now.", null);
        }
        if (Readiness.isReady(pod)) {
            throw new FleetException("The pod is ready by now.", null);
        }
        workloads.evict(pod, dryRun);
        return dryRun ? "The API would evict the pod." : "The API evicted the pod.";
    }

    private static <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw new FleetException(answer(e), e);
        }
    }

    /** What the API said, or that it said nothing. */
    private static String answer(KubernetesClientException e) {
        if (e.getCode() <= 0) {
            return "The Kubernetes API did not answer.";
        }
        String said = e.getStatus() == null ? null : e.getStatus().getMessage();
        String text = "The Kubernetes API answered " + e.getCode() + (said == null ? "." : ": " + said);
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
