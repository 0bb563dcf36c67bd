package io.mnemesh.mesh.stream;

import io.micrometer.core.instrument.Gauge;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the groups this service runs: backlog, age of the oldest unread event, dead letters. They are read from
 * Redis at intervals; every instance of the service reports the same, so dashboards take the maximum. Without Redis they
 * keep their last values. Thread-safe.
 */
@Singleton
final class BacklogMetrics {

    private static final MeshLog LOG = MeshLog.of(BacklogMetrics.class);

    private final StreamRuntime runtime;
    private final StreamStats stats;
    private final List<String> groups;
    private final Loop loop;
    private final Map<String, StreamStats.GroupStats> seen = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    @Inject
    BacklogMetrics(StreamRuntime runtime, StreamStats stats, @All List<EventSubscription> subscriptions) {
        this.runtime = runtime;
        this.stats = stats;
        this.groups = subscriptions.stream().map(EventSubscription::group).toList();
        this.loop = new Loop(runtime.vertx());
    }

    void start(@Observes StartupEvent event) {
        if (groups.isEmpty()) {
            return;
        }
        for (String group : groups) {
            for (int partition = 0; partition < runtime.config().partitions(); partition++) {
                gauge(StreamMetrics.BACKLOG, group, partition, StreamStats.GroupStats::backlog);
                gauge(
                        StreamMetrics.OLDEST,
                        group,
                        partition,
                        state -> state.oldestUnread().toMillis() / 1e3);
                gauge(StreamMetrics.DEAD_LETTERS, group, partition, StreamStats.GroupStats::deadLetters);
            }
        }
        refresh();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void gauge(String name, String group, int partition, ToDoubleFunction<StreamStats.GroupStats> value) {
        Gauge.builder(name, () -> read(group, partition, value))
                .tag(StreamMetrics.GROUP, group)
                .tag(StreamMetrics.PARTITION, Integer.toString(partition))
                .register(runtime.metrics().registry());
    }

    private double read(String group, int partition, ToDoubleFunction<StreamStats.GroupStats> value) {
        StreamStats.@Nullable GroupStats state = seen.get(key(group, partition));
        return state == null ? Double.NaN : value.applyAsDouble(state);
    }

    private void refresh() {
        if (stopped) {
            return;
        }
        var reads = new ArrayList<Uni<List<StreamStats.GroupStats>>>();
        groups.forEach(group -> reads.add(stats.group(group)));
        loop.take(
                Uni.join().all(reads).andFailFast(),
                all -> {
                    all.forEach(states ->
                            states.forEach(state -> seen.put(key(state.group(), state.partition()), state)));
                    later();
                },
                failure -> {
                    LOG.debug("The backlog cannot be read").cause(failure).log();
                    later();
                });
    }

    private void later() {
        loop.after(runtime.config().statsInterval(), this::refresh);
    }

    private static String key(String group, int partition) {
        return group + ' ' + partition;
    }
}
