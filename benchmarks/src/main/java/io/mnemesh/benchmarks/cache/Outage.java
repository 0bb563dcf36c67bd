package io.mnemesh.benchmarks.cache;

import io.mnemesh.benchmarks.Figures;
import io.mnemesh.benchmarks.Polling;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.embedded.EmbeddedServer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Steady {@link Traffic} while one of the shared tiers is stopped for a while, during which another process puts values that the
 * first one has in its L1. After the return no tier may answer with what was there before.
 */
record Outage(CacheServers servers) {

    private static final int CHANGED = 100;
    private static final Duration TTL = Duration.ofMinutes(30);
    private static final Duration COHERENT = Duration.ofSeconds(30);
    /** Not counted: there is code to compile. */
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private static final Duration UP = Duration.ofSeconds(20);
    private static final Duration DOWN = Duration.ofSeconds(60);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    /** Of each of these. */
    private static final Duration QUICK = Duration.ofMillis(500);

    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final CacheSpec<String> SPEC = CacheSpec.of("steady", Serializers.TEXT)
            .withLocal(TTL, 64L << 20)
            .withRedis(TTL)
            .withPostgres(TTL);

    void measure(boolean quick, Figures figures) throws InterruptedException {
        measure("redis", servers.redis(), quick, figures);
        measure("postgres", servers.postgres(), quick, figures);
    }

    private void measure(String name, EmbeddedServer server, boolean quick, Figures figures)
            throws InterruptedException {
        String service = "o" + UUID.randomUUID().toString().substring(0, 8);
        try (var reading = new CacheNode(servers.addresses(), service);
                var writing = new CacheNode(servers.addresses(), service);
                var below = new CacheNode(servers.addresses(), service)) {
            HierarchicalCache<String> read = reading.cache(SPEC);
            HierarchicalCache<String> written = writing.cache(SPEC);
            HierarchicalCache<String> stored = below.cache(SPEC.withoutLocal().withoutRedis());
            put(written, BEFORE);
            Polling.until(Duration.ofMillis(10), COHERENT, () -> have(read, BEFORE) == CHANGED);
            try (var traffic = new Traffic(read)) {
                traffic.during(quick ? QUICK : WARM_UP);
                Stretch up = traffic.during(quick ? QUICK : UP);
                server.stop();
                put(written, AFTER);
                Stretch down = traffic.during(quick ? QUICK : DOWN);
                int stale = have(read, BEFORE);
                server.restart();
                long backAt = System.nanoTime();
                Polling.until(
                        Duration.ofMillis(5), COHERENT, () -> have(read, BEFORE) == 0 && have(stored, BEFORE) == 0);
                double coherentMillis = (System.nanoTime() - backAt) / 1e6;
                Stretch again = traffic.during(quick ? QUICK : AGAIN);
                Stretch later = traffic.during(quick ? QUICK : UP);
                report(name, List.of(up, down, again, later), figures);
                figures.keep("outage_" + name + "_stale_meanwhile", stale);
                figures.put("outage_" + name + "_coherent_ms", coherentMillis);
            }
        }
    }

    private static void put(HierarchicalCache<String> cache, String value) {
        ofEach(key -> cache.put(CacheNode.TENANT, key, value));
    }

    /** How many keys the cache answers with the value; nothing is loaded. */
    private static int have(HierarchicalCache<String> cache, String value) {
        return (int) ofEach(key -> cache.getIfPresent(CacheNode.TENANT, key)).stream()
                .filter(value::equals)
                .count();
    }

    private static <T> List<T> ofEach(Function<String, Uni<T>> work) {
        return CacheNode.await(Uni.join()
                .all(IntStream.range(0, CHANGED)
                        .mapToObj(i -> work.apply("changed-" + i))
                        .toList())
                .andFailFast());
    }

    private static void report(String name, List<Stretch> stretches, Figures figures) {
        List<String> when = List.of("up", "down", "again", "later");
        var table = new Table(
                Traffic.PER_SECOND + " reads/s, " + name,
                "Reads",
                "Failed",
                "Most at once",
                "L1 hit p50 µs",
                "L1 hit p99 µs",
                "Load of 5 ms p50 µs",
                "Load of 5 ms p99 µs");
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            String key = "outage_" + name + "_" + when.get(i);
            figures.keep(key + "_reads", stretch.reads());
            figures.keep(key + "_failed", stretch.failures());
            figures.keep(key + "_most_at_once", stretch.mostUnderWay());
            table.row(
                    when.get(i),
                    stretch.reads(),
                    stretch.failures(),
                    stretch.mostUnderWay(),
                    figures.keep(key + "_hit_p50_us", stretch.hotPercentile(50)),
                    figures.keep(key + "_hit_p99_us", stretch.hotPercentile(99)),
                    figures.keep(key + "_load_p50_us", stretch.coldPercentile(50)),
                    figures.keep(key + "_load_p99_us", stretch.coldPercentile(99)));
        }
        table.print(figures.out());
        figures.out().println();
        // Before and after: some microseconds are a matter of what else the processors had in their caches.
        double running =
                (stretches.getFirst().hotPercentile(99) + stretches.getLast().hotPercentile(99)) / 2;
        figures.put("outage_" + name + "_hit_p99_to_up", stretches.get(1).hotPercentile(99) / running);
    }
}
