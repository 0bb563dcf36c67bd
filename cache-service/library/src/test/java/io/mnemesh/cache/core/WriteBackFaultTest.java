package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Acknowledged writes when a process, PostgreSQL or Redis ends without warning. */
@Tag("slow")
class WriteBackFaultTest {

    private static final TenantId ACME = new TenantId("acme");
    /** Of a process that writes; one that hangs is ended then. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(1);

    private static final Pattern ACKNOWLEDGED = Pattern.compile("(y[0-9a-f]{8}-\\d+) (\\d+)");
    private static final WriteBack SOON = WriteBack.DEFAULTS
            .withDelay(Duration.ofMillis(40))
            .withTimeout(Duration.ofSeconds(1))
            .withTakeOver(Duration.ofMillis(200));

    @RegisterExtension
    final Nodes nodes = new Nodes("y");

    private final Target target = new Target();

    @AfterEach
    void restore() {
        if (!Servers.REDIS.isRunning()) {
            Servers.REDIS.restart();
        }
        if (!Servers.POSTGRES.isRunning()) {
            Servers.POSTGRES.restart();
        }
    }

    private CacheSpec<String> spec(WriteBack settings) {
        return CacheSpec.of(nodes.service, Serializers.TEXT).withWriteBack(target, settings);
    }

    private static void assertUnavailable(Uni<?> refused) {
        assertThatThrownBy(() -> get(refused))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
    }

    @Test
    void shouldLoseNothingThatAKilledProcessAcknowledged() throws Exception {
        var shared = new PostgresTarget(Servers.POOL);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WritingProcess.class.getName(),
                        String.valueOf(Servers.POSTGRES.port()),
                        String.valueOf(Servers.REDIS.port()),
                        nodes.service)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        CompletableFuture.delayedExecutor(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        Map<String, Integer> acknowledged = new HashMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 600; i++) {
                note(lines.readLine(), acknowledged);
            }
            // What it had started would outlive it.
            assertThat(process.descendants()).isEmpty();
            process.toHandle().destroyForcibly(); // the process itself would close what it has written
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line, acknowledged);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        var cache = nodes.node().cache(WritingProcess.spec(nodes.service, shared));

        assertThat(acknowledged).hasSize(WritingProcess.KEYS);
        until(() -> cache.writeStats().pending() == 0 && stored(shared, acknowledged));
        Map<String, Integer> stored = shared.numbers(nodes.service);
        acknowledged.forEach(
                (key, number) -> assertThat(stored.get(key)).as(key).isGreaterThanOrEqualTo(number));
        acknowledged
                .keySet()
                .forEach(key -> assertThat(get(
                                cache.get(ACME, key, () -> Uni.createFrom().item(String.valueOf(stored.get(key))))))
                        .isEqualTo(String.valueOf(stored.get(key))));
    }

    /** The last line of a killed process may be cut off. */
    private static void note(String line, Map<String, Integer> acknowledged) throws IOException {
        if (line == null) {
            throw new IOException("The process has ended by itself.");
        }
        Matcher acknowledgement = ACKNOWLEDGED.matcher(line);
        if (acknowledgement.matches()) {
            acknowledged.merge(acknowledgement.group(1), Integer.valueOf(acknowledgement.group(2)), Math::max);
        }
    }

    private boolean stored(PostgresTarget shared, Map<String, Integer> acknowledged) {
        Map<String, Integer> stored = shared.numbers(nodes.service);
        return acknowledged.entrySet().stream().allMatch(one -> stored.getOrDefault(one.getKey(), 0) >= one.getValue());
    }

    @Test
    void shouldRefuseWritesAndReadsOfTheStoreWhenTheJournalIsAway() {
        var node = nodes.node();
        var cache = node.cache(spec(SOON));
        target.before = writes -> Uni.createFrom().nothing();
        target.values.put("acme/k", "old");
        get(cache.put(ACME, "k", "new"));

        Servers.POSTGRES.stop();

        assertUnavailable(cache.put(ACME, "k", "newer"));
        assertUnavailable(cache.remove(ACME, "l"));
        assertUnavailable(cache.get(ACME, "l", () -> Uni.createFrom().item("must not be loaded")));
        assertUnavailable(cache.deadWrites().list(ACME, 1, null));
        assertThat(cache.writeStats().accepted()).isEqualTo(1);
        assertThat(cache.writeStats().refused()).isEqualTo(2);
        var open = node.registry.get(CacheMetrics.JOURNAL_OPEN).gauge();
        assertThat(open.value()).isZero();

        Servers.POSTGRES.restart();
        target.before = writes -> Uni.createFrom().voidItem();

        until(() -> "new".equals(target.value(ACME, "k")));
        until(() -> {
            get(cache.put(ACME, "k", "newest").onFailure().recoverWithNull());
            return "newest".equals(target.value(ACME, "k"));
        });
        target.assertInOrder();
        assertThat(open.value()).isEqualTo(1);
    }

    @Test
    void shouldKeepWhatWasAcknowledgedWhenPostgresCrashes() {
        var cache = nodes.node().cache(spec(SOON.withDelay(Duration.ofSeconds(1))));
        var puts = IntStream.range(0, 50)
                .mapToObj(i -> cache.put(ACME, "k" + i, "v" + i))
                .toList();
        get(Uni.join().all(puts).andFailFast());

        Servers.POSTGRES.kill();
        Servers.POSTGRES.restart();

        until(() -> target.values.size() == 50);
        for (int i = 0; i < 50; i++) {
            assertThat(target.value(ACME, "k" + i)).isEqualTo("v" + i);
        }
    }

    @Test
    void shouldReadItsOwnWritesWhenRedisLosesEverything() {
        var node = nodes.node();
        var cache = node.cache(spec(SOON.withDelay(Duration.ofHours(1))).withoutLocal());
        target.values.put("acme/k", "old");
        get(cache.put(ACME, "k", "new"));

        Servers.REDIS.stop();
        assertThat(get(cache.get(ACME, "k", target.loader(ACME, "k")))).isEqualTo("new");
        get(cache.put(ACME, "k", "newer"));
        assertThat(get(cache.get(ACME, "k", target.loader(ACME, "k")))).isEqualTo("newer");
        Servers.REDIS.restart();
        node.connected();
        assertThat(Servers.redis("FLUSHALL")).isEqualTo("+OK");

        assertThat(get(cache.getMany(
                        ACME, List.of("k"), keys -> Uni.createFrom().item(Map.of("k", "old")))))
                .isEqualTo(Map.of("k", "newer"));
    }
}
