package io.mnemesh.benchmarks.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.ServiceState;
import io.mnemesh.intelligence.orchestrator.policy.ServiceState.UnreadyPod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Simulated pods of one service: a new one is ready after the start-up delay, one that fails never answers again. */
final class Cluster {

    static final String SERVICE = "simulated";

    private static final class Pod {
        final String name;
        final int readyAt;
        int failedAt = Integer.MAX_VALUE;

        Pod(String name, int readyAt) {
            this.name = name;
            this.readyAt = readyAt;
        }

        boolean isReady(int minute) {
            return minute >= readyAt && minute < failedAt;
        }
    }

    private final int startUp;
    private final List<Pod> pods = new ArrayList<>();
    private int made;

    Cluster(int startUp, int replicas) {
        this.startUp = startUp;
        for (int i = 0; i < replicas; i++) {
            pods.add(new Pod("pod-" + made++, 0));
        }
    }

    int pods() {
        return pods.size();
    }

    int ready(int minute) {
        return (int) pods.stream().filter(pod -> pod.isReady(minute)).count();
    }

    void failOne(int minute, Random random) {
        var ready = pods.stream().filter(pod -> pod.isReady(minute)).toList();
        if (!ready.isEmpty()) {
            ready.get(random.nextInt(ready.size())).failedAt = minute;
        }
    }

    /** As a replica set does: those that are not ready go first, then the youngest. */
    void scale(int replicas, int minute) {
        while (pods.size() < replicas) {
            pods.add(new Pod("pod-" + made++, minute + startUp));
        }
        while (pods.size() > replicas) {
            Pod gone = pods.stream()
                    .filter(pod -> !pod.isReady(minute))
                    .findFirst()
                    .orElse(pods.getLast());
            pods.remove(gone);
        }
    }

    void restart(String name, int minute) {
        if (pods.removeIf(pod -> pod.name.equals(name))) {
            pods.add(new Pod("pod-" + made++, minute + startUp));
        }
    }

    ServiceState state(int minute, double load) {
        List<UnreadyPod> unready = pods.stream()
                .filter(pod -> !pod.isReady(minute))
                .map(pod -> new UnreadyPod(
                        pod.name,
                        at(minute >= pod.failedAt ? pod.failedAt : pod.readyAt - startUp),
                        minute >= pod.failedAt))
                .toList();
        return new ServiceState(SERVICE, at(minute), load, pods.size(), ready(minute), unready);
    }

    static Instant at(int minute) {
        return Instant.EPOCH.plusSeconds(60L * minute);
    }
}
