package io.mnemesh.benchmarks.cache;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One process of a service that shares a cache with others. It does what lines on its standard input say:
 *
 * <pre>
 * storm CALLERS KEY MILLIS   so many callers at once, whose loader takes that long  → loads, answers, milliseconds, calls of L2 that failed
 * hold KEY                   begins a load that does not end                        → holding
 * load KEY                   a load that takes no time                              → calls of L2 that failed meanwhile
 * change KEY VERSION         a record and its removal from the cache                → changed
 * versions COUNT             the records 0 to COUNT - 1                             → versions; ! before those L1 did not have
 * </pre>
 */
final class CacheProcess {

    private static final Pattern SPACES = Pattern.compile(" +");
    private static final Duration TTL = Duration.ofMinutes(10);

    private final CacheNode node;
    private final HierarchicalCache<String> cache;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private CacheProcess(Addresses at, String service) {
        node = new CacheNode(at, service);
        cache = node.cache(CacheSpec.of("shared", Serializers.TEXT)
                .withLocal(TTL, 64L << 20)
                .withRedis(TTL)
                .withLoadTimeout(CacheNode.PATIENCE));
    }

    /** Ends when its input does, and when it cannot do what it is told. */
    public static void main(String... arguments) throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var process = new CacheProcess(Addresses.given(), arguments[0]);
            process.out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                process.run(SPACES.split(line, -1));
            }
            System.exit(0);
        } finally {
            // It failed; threads of pools would keep the process.
            Runtime.getRuntime().halt(1);
        }
    }

    private void run(String[] words) {
        switch (words[0]) {
            case "storm" -> storm(Integer.parseInt(words[1]), words[2], Duration.ofMillis(Long.parseLong(words[3])));
            case "hold" -> hold(words[1]);
            case "load" -> load(words[1]);
            case "change" -> change(words[1], Long.parseLong(words[2]));
            case "versions" -> versions(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void storm(int callers, String key, Duration takes) {
        long loads = cache.stats().loads();
        long failures = failures(cache.stats());
        long begin = System.nanoTime();
        List<Uni<String>> calls = Stream.generate(() -> cache.get(
                        CacheNode.TENANT,
                        key,
                        () -> Uni.createFrom().item(key).onItem().delayIt().by(takes)))
                .limit(callers)
                .toList();
        List<String> answers = CacheNode.await(Uni.join().all(calls).andFailFast());
        long right = answers.stream().filter(key::equals).count();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        CacheStats stats = cache.stats();
        out.println((stats.loads() - loads) + " " + right + " " + millis + " " + (failures(stats) - failures));
    }

    private static long failures(CacheStats stats) {
        return Objects.requireNonNull(stats.tiers().get(Tier.REDIS)).failures();
    }

    private void hold(String key) {
        cache.get(CacheNode.TENANT, key, () -> {
                    out.println("holding");
                    return Uni.createFrom().nothing();
                })
                .subscribe()
                .with(value -> {}, failure -> {});
    }

    private void load(String key) {
        long failures = failures(cache.stats());
        cache.get(CacheNode.TENANT, key, () -> Uni.createFrom().item(key))
                .subscribe()
                .with(value -> out.println(failures(cache.stats()) - failures), failure -> out.println(failure));
    }

    private void change(String key, long version) {
        CacheNode.await(node.pool()
                .preparedQuery("insert into record (key, version) values ($1, $2)"
                        + " on conflict (key) do update set version = excluded.version")
                .execute(Tuple.of(key, version))
                .chain(() -> cache.remove(CacheNode.TENANT, key)));
        out.println("changed");
    }

    private void versions(int count) {
        List<Uni<String>> reads = IntStream.range(0, count)
                .mapToObj(String::valueOf)
                .map(key -> Uni.createFrom().deferred(() -> {
                    String mark = cache.peek(CacheNode.TENANT, key) == null ? "!" : "";
                    return cache.get(CacheNode.TENANT, key, () -> record(key)).map(version -> mark + version);
                }))
                .toList();
        out.println(String.join(" ", CacheNode.await(Uni.join().all(reads).andFailFast())));
    }

    private Uni<String> record(String key) {
        return node.pool()
                .preparedQuery("select version from record where key = $1")
                .execute(Tuple.of(key))
                .map(rows -> rows.size() == 0
                        ? "0"
                        : String.valueOf(rows.iterator().next().getLong(0)));
    }
}
