package io.mnemesh.gateway.ecosystem;

import io.mnemesh.gateway.ecosystem.Ecosystem.Group;
import io.mnemesh.gateway.ecosystem.Ecosystem.ServiceState;
import io.mnemesh.gateway.ecosystem.Ecosystem.Streams;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.fetch.JsonFetcher;
import io.mnemesh.gateway.fetch.KeptAnswer;
import io.mnemesh.gateway.health.HealthCollector;
import io.mnemesh.gateway.health.HealthConfig;
import io.mnemesh.gateway.health.MeshHealth;
import io.mnemesh.mesh.stream.StreamStats;
import io.mnemesh.mesh.stream.StreamStats.GroupStats;
import io.mnemesh.mesh.stream.StreamStats.PartitionStats;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads health and metrics of every service and the state of the event log, all at once, at most once per kept time. What
 * cannot be read is left out. Thread-safe.
 */
@ApplicationScoped
public class EcosystemCollector {

    private static final String GATEWAY = "gateway";

    private final HealthCollector health;
    private final HealthConfig config;
    private final JsonFetcher fetcher;
    private final StreamStats streams;
    private final OwnMetrics own;
    private final Clock clock;
    private final KeptAnswer<Ecosystem> kept;
    private final Map<String, ServiceMetrics> before = new ConcurrentHashMap<>();

    @Inject
    EcosystemCollector(
            HealthCollector health,
            HealthConfig config,
            JsonFetcher fetcher,
            StreamStats streams,
            OwnMetrics own,
            Clock clock) {
        this.health = health;
        this.config = config;
        this.fetcher = fetcher;
        this.streams = streams;
        this.own = own;
        this.clock = clock;
        this.kept = new KeptAnswer<>(this::read, state -> config.keep());
    }

    /** The mesh, as old as the configuration of health allows. Never fails because of a service. */
    public Uni<Ecosystem> state() {
        return kept.get();
    }

    private Uni<Ecosystem> read() {
        List<Uni<Map.Entry<String, Optional<ServiceMetrics>>>> metrics = new ArrayList<>();
        for (Service service : Service.values()) {
            metrics.add(read(service).map(read -> Map.entry(service.key(), read)));
        }
        return Uni.combine()
                .all()
                .unis(
                        health.health(),
                        Uni.join().all(metrics).andFailFast(),
                        streams.partitions()
                                .map(partitions -> Optional.of(summary(partitions)))
                                .onFailure()
                                .recoverWithItem(Optional.empty()))
                .asTuple()
                .map(read -> state(read.getItem1(), read.getItem2(), read.getItem3()));
    }

    private Ecosystem state(
            MeshHealth ready, List<Map.Entry<String, Optional<ServiceMetrics>>> metrics, Optional<Streams> log) {
        var now = new TreeMap<String, ServiceMetrics>();
        metrics.forEach(read -> read.getValue().ifPresent(figures -> now.put(read.getKey(), figures)));
        now.put(GATEWAY, own.metrics());
        var services = new ArrayList<ServiceState>();
        new TreeMap<>(ready.services()).forEach((name, status) -> {
            ServiceMetrics current = now.get(name);
            services.add(new ServiceState(name, status, current == null ? null : current.figures(before.get(name))));
        });
        before.keySet().retainAll(now.keySet());
        before.putAll(now);
        return new Ecosystem(
                clock.instant(), Ecosystem.status(services), List.copyOf(services), log.orElse(null), own.traffic());
    }

    private Uni<Optional<ServiceMetrics>> read(Service service) {
        URI metrics = URI.create(config.of(service) + "/q/metrics");
        return fetcher.text(metrics, config.timeout())
                .map(text -> Optional.of(ServiceMetrics.of(PrometheusText.parse(text), System.nanoTime())))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private static Streams summary(List<PartitionStats> partitions) {
        var groups = new TreeMap<String, Group>();
        long entries = 0;
        for (PartitionStats partition : partitions) {
            entries += partition.length();
            for (GroupStats stats : partition.groups()) {
                groups.merge(stats.group(), group(stats), EcosystemCollector::both);
            }
        }
        Group all = groups.values().stream().reduce(new Group("", 0, 0, 0), EcosystemCollector::both);
        return new Streams(
                partitions.size(),
                entries,
                all.backlog(),
                all.oldestUnreadSeconds(),
                all.deadLetters(),
                List.copyOf(groups.values()));
    }

    private static Group group(GroupStats stats) {
        return new Group(stats.group(), stats.backlog(), stats.oldestUnread().toMillis() / 1000.0, stats.deadLetters());
    }

    private static Group both(Group one, Group other) {
        return new Group(
                one.name(),
                one.backlog() + other.backlog(),
                Math.max(one.oldestUnreadSeconds(), other.oldestUnreadSeconds()),
                one.deadLetters() + other.deadLetters());
    }
}
