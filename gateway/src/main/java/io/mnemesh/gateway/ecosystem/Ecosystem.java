package io.mnemesh.gateway.ecosystem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The mesh at one time. Figures are for operators; others see the services and whether they are ready.
 *
 * @param at       when it was read
 * @param status   {@code up} if every service is ready, else {@code degraded}
 * @param services the gateway and those behind it, by name
 * @param streams  the event log; null if it cannot be read, or is not shown
 * @param traffic  what passed this gateway; null if it is not shown
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "The mesh at one time. Figures are for operators; others see which services are ready.")
public record Ecosystem(
        Instant at,
        String status,
        List<ServiceState> services,
        @Nullable Streams streams,
        @Nullable Traffic traffic) {

    /**
     * A service.
     *
     * @param status  {@code up}, {@code not-ready} or {@code unreachable}
     * @param figures what its metrics say; null if they cannot be read, or are not shown
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ServiceState(
            String name, String status, @Nullable Figures figures) {}

    /**
     * What the metrics of one instance say. Rates and means are over the time since the reading before.
     *
     * @param uptimeSeconds     time since its start
     * @param heapBytes         heap in use
     * @param processors        processors in use, of one to all of the machine
     * @param requests          requests answered since its start
     * @param errors            of these, answered with 5xx
     * @param requestsPerSecond null at the first reading
     * @param errorsPerSecond   null at the first reading
     * @param meanMillis        mean time to answer; null if there were no requests
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Figures(
            double uptimeSeconds,
            long heapBytes,
            double processors,
            long requests,
            long errors,
            @Nullable Double requestsPerSecond,
            @Nullable Double errorsPerSecond,
            @Nullable Double meanMillis) {}

    /**
     * The event log.
     *
     * @param partitions          how many there are
     * @param entries             entries retained
     * @param backlog             entries that groups have not dealt with
     * @param oldestUnreadSeconds age of the oldest of these; 0 if there is none
     * @param deadLetters         entries set aside
     * @param groups              consumer groups, by name
     */
    @RegisterForReflection
    public record Streams(
            int partitions,
            long entries,
            long backlog,
            double oldestUnreadSeconds,
            long deadLetters,
            List<Group> groups) {}

    /** A consumer group over all partitions; as in {@link Streams}. */
    @RegisterForReflection
    public record Group(String name, long backlog, double oldestUnreadSeconds, long deadLetters) {}

    /**
     * What passed this gateway since its start, and per second since the reading before.
     *
     * @param forwarded          requests that went to a service
     * @param failed             of these, those that a service did not answer
     * @param refused            requests with a good token that were not forwarded
     * @param openTunnels        open WebSockets and streamed answers
     * @param forwardedPerSecond null at the first reading
     * @param failedPerSecond    null at the first reading
     * @param meanMillis         mean time of a forwarded request; null if there were none
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Traffic(
            long forwarded,
            long failed,
            long refused,
            long openTunnels,
            @Nullable Double forwardedPerSecond,
            @Nullable Double failedPerSecond,
            @Nullable Double meanMillis) {}

    /** Without figures. */
    public Ecosystem plain() {
        return new Ecosystem(
                at,
                status,
                services.stream()
                        .map(service -> new ServiceState(service.name(), service.status(), null))
                        .toList(),
                null,
                null);
    }

    /** With some of its services only, and their status. */
    public Ecosystem of(Predicate<String> names) {
        List<ServiceState> some =
                services.stream().filter(service -> names.test(service.name())).toList();
        return new Ecosystem(at, status(some), some, streams, traffic);
    }

    static String status(List<ServiceState> services) {
        return services.stream().allMatch(service -> service.status().equals("up")) ? "up" : "degraded";
    }

    /** True if every service is ready. */
    public boolean whole() {
        return status.equals("up");
    }
}
