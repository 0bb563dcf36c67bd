package io.mnemesh.intelligence.orchestrator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was planned for a service in a minute.
 *
 * @param desired  replicas that are asked for, or instances that told of themselves where that is not known
 * @param ready    of these, those that answer
 * @param advised  replicas there should be
 * @param load     processor cores in use by all instances
 * @param upper    what the load stays below until more replicas could be ready, as often as configured
 * @param scaledBy what else decides on the replicas, null if nothing does
 * @param failure  why it could not be seen how it runs, null if it could
 */
public record ServicePlan(
        String service,
        Instant at,
        int desired,
        int ready,
        int advised,
        double load,
        double upper,
        @Nullable String scaledBy,
        @Nullable String failure) {}
