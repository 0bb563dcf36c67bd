package io.mnemesh.gateway.ecosystem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mnemesh.gateway.ecosystem.Ecosystem.Figures;
import io.mnemesh.gateway.ecosystem.Ecosystem.Traffic;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast the mesh answers.
 *
 * @param at       when it was read
 * @param traffic  what passed this gateway
 * @param services those behind the gateway, by name
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Performance(Instant at, @Nullable Traffic traffic, List<ServicePerformance> services) {

    /**
     * A service.
     *
     * @param figures    what its metrics say; null if they cannot be read
     * @param inFlight   requests of this gateway under way at it
     * @param limit      how many there may be
     * @param breaker    {@code closed}, {@code open} or {@code trial}
     * @param baseMillis latency without a queue as this gateway sees it; 0 while not known
     * @param lateMillis 95th percentile of reads as this gateway sees it; 0 while not known
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ServicePerformance(
            String name,
            @Nullable Figures figures,
            int inFlight,
            int limit,
            String breaker,
            double baseMillis,
            double lateMillis) {}
}
