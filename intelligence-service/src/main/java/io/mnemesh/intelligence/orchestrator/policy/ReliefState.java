package io.mnemesh.intelligence.orchestrator.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service and its instances in a minute, as far as relief goes.
 *
 * @param load      what all its instances carry, without what is shed
 * @param expected  highest load that is forecast, in the same unit
 * @param capacity  what the replicas hold that answer, in the same unit
 * @param mayGrow   whether there may soon be more replicas
 * @param instances as the gateways see them, empty if they say nothing
 * @param shed      the order by which bulk load is shed; null if there is none
 * @param opened    orders by which breakers are open, by instance
 */
public record ReliefState(
        String service,
        Instant at,
        double load,
        double expected,
        double capacity,
        boolean mayGrow,
        List<InstanceMinute> instances,
        @Nullable Held shed,
        Map<String, Held> opened) {

    public ReliefState {
        instances = List.copyOf(instances);
        opened = Map.copyOf(opened);
    }

    /** An order in force. */
    public record Held(UUID order, Instant since) {}
}
