package io.mnemesh.intelligence.orchestrator.policy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that the gateways may be asked to do about the requests of a service. */
public sealed interface RelayAction extends Restrained {

    /** In place of a service: every service. */
    String ALL = "*";

    /** Name of the kind in audit and metrics. */
    String kind();

    /** Name of the service, or {@link #ALL}. */
    String service();

    private static String breakerOf(String service, String instance) {
        return service + "@" + instance;
    }

    private static String bulkOf(String service) {
        return service + ":bulk";
    }

    /** No request is sent to an instance. */
    record OpenBreaker(String service, String instance) implements RelayAction {
        @Override
        public String kind() {
            return "open_breaker";
        }

        @Override
        public String target() {
            return breakerOf(service, instance);
        }

        @Override
        public boolean isUrgent() {
            return false;
        }
    }

    /**
     * Requests of low priority are refused.
     *
     * @param share part of the service's limit that they may still have
     */
    record ShedBulk(String service, double share) implements RelayAction {
        @Override
        public String kind() {
            return "shed_bulk";
        }

        @Override
        public String target() {
            return bulkOf(service);
        }

        @Override
        public boolean isUrgent() {
            return false;
        }
    }

    /**
     * An order is taken back. Nothing keeps from that.
     *
     * @param instance of the breaker; null if bulk load was shed
     */
    record TakeBack(UUID order, String service, @Nullable String instance) implements RelayAction {
        @Override
        public String kind() {
            return instance == null ? "restore_bulk" : "close_breaker";
        }

        @Override
        public String target() {
            return instance == null ? bulkOf(service) : breakerOf(service, instance);
        }

        @Override
        public boolean isUrgent() {
            return true;
        }
    }
}
