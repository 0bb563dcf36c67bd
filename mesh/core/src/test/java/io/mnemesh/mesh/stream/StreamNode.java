package io.mnemesh.mesh.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.mesh.event.EventCodec;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.redis.RedisFixture;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Traces;
import io.mnemesh.mesh.tenancy.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** One process of a service, as far as the transport can see, put together by hand. */
final class StreamNode implements AutoCloseable {

    static final TenantId ACME = new TenantId("acme");

    private static final Map<String, String> QUICK = Map.of(
            "mnemesh.mesh.lease-ttl", "600ms",
            "mnemesh.mesh.retry-first", "2ms",
            "mnemesh.mesh.retry-cap", "20ms",
            "mnemesh.mesh.partitions", "3",
            "mnemesh.mesh.retained-entries", "0",
            "mnemesh.mesh.stats-interval", "100ms");

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final RedisLines lines;
    final StreamRuntime runtime;
    private final List<GroupConsumer> groups = new ArrayList<>();

    StreamNode() {
        this(RedisFixture.lines(), OpenTelemetry.noop(), Map.of());
    }

    StreamNode(Map<String, String> config) {
        this(RedisFixture.lines(), OpenTelemetry.noop(), config);
    }

    StreamNode(RedisLines lines, OpenTelemetry telemetry, Map<String, String> config) {
        this.lines = lines;
        var values = new HashMap<>(QUICK);
        values.putAll(config);
        this.runtime = new StreamRuntime(
                RedisFixture.VERTX,
                lines,
                codec(),
                RedisFixture.config(StreamConfig.class, values),
                new StreamMetrics(meters),
                new Traces(telemetry),
                MeshInstance.of("test"));
    }

    static EventCodec codec() {
        return new EventCodec(new ObjectMapper().registerModule(new JavaTimeModule()));
    }

    /** An event whose case id is its number within the subject. */
    static MeshEvent<TaskPredicted> event(String subject, int number) {
        return new MeshEvent<>(
                UUID.randomUUID(),
                EventTypes.TASK_PREDICTED,
                "/test",
                subject,
                Instant.parse("2026-01-02T03:04:05Z"),
                ACME,
                null,
                new TaskPredicted(Integer.toString(number), List.of(), "m"));
    }

    static int number(MeshEvent<?> event) {
        return Integer.parseInt(((TaskPredicted) event.data()).caseId());
    }

    EventPublisher publisher() {
        return new RedisEventPublisher(lines, runtime.codec(), runtime.config());
    }

    List<String> publish(MeshEvent<?>... events) {
        return publish(List.of(events));
    }

    List<String> publish(List<? extends MeshEvent<?>> events) {
        return publisher().publish(events).await().atMost(RedisFixture.PATIENCE);
    }

    void subscribe(String group, BiFunction<MeshEvent<?>, Delivery, Uni<Void>> handler) {
        subscribe(group, 5, handler);
    }

    void subscribe(String group, int maxAttempts, BiFunction<MeshEvent<?>, Delivery, Uni<Void>> handler) {
        subscribe(group, maxAttempts, Duration.ZERO, handler);
    }

    void subscribe(String group, Duration linger, BiFunction<MeshEvent<?>, Delivery, Uni<Void>> handler) {
        subscribe(group, 5, linger, handler);
    }

    private void subscribe(
            String group, int maxAttempts, Duration linger, BiFunction<MeshEvent<?>, Delivery, Uni<Void>> handler) {
        var consumer = new GroupConsumer(runtime, new EventSubscription() {
            @Override
            public String group() {
                return group;
            }

            @Override
            public Set<EventType<?>> types() {
                return Set.of(EventTypes.TASK_PREDICTED);
            }

            @Override
            public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
                return handler.apply(event, delivery);
            }

            @Override
            public int maxAttempts() {
                return maxAttempts;
            }

            @Override
            public Duration linger() {
                return linger;
            }
        });
        groups.add(consumer);
        consumer.start();
    }

    StreamStats stats() {
        return new RedisStreamStats(lines, runtime.config());
    }

    DeadLetters deadLetters() {
        return new RedisDeadLetters(lines, runtime.config());
    }

    Replay replay() {
        return new RedisReplay(lines, runtime.config());
    }

    RedisEventLog log() {
        return new RedisEventLog(runtime);
    }

    StreamTrimmer trimmer() {
        return new StreamTrimmer(runtime);
    }

    long backlog(String group) {
        return stats().group(group).await().atMost(RedisFixture.PATIENCE).stream()
                .mapToLong(StreamStats.GroupStats::backlog)
                .sum();
    }

    /** Ends as a shutdown does. */
    void stop() {
        groups.forEach(group -> group.stop().await().atMost(RedisFixture.PATIENCE));
        groups.clear();
        lines.close();
    }

    /** Ends as a SIGKILL does: nothing more reaches Redis. */
    void kill() {
        lines.close();
    }

    @Override
    public void close() {
        kill();
    }
}
