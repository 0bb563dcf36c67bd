package io.mnemesh.intelligence.orchestrator.policy;

import java.time.Instant;

/** Something that may be done where a service runs. */
public sealed interface Action extends Restrained {

    /** Name of the kind in audit and metrics. */
    String kind();

    /** Another number of replicas. */
    record Scale(String service, int from, int to) implements Action {
        @Override
        public String kind() {
            return "scale";
        }

        @Override
        public String target() {
            return service;
        }

        @Override
        public boolean isUrgent() {
            return to > from;
        }
    }

    /** A pod is deleted, so that its controller makes another. */
    record RestartPod(String service, String pod, Instant unhealthySince) implements Action {
        @Override
        public String kind() {
            return "restart_pod";
        }

        @Override
        public String target() {
            return service + "/" + pod;
        }

        @Override
        public boolean isUrgent() {
            return false;
        }
    }
}
