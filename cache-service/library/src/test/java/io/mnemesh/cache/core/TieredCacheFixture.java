package io.mnemesh.cache.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Caches with all tiers in several processes. */
abstract class TieredCacheFixture {

    static final Duration WAIT = Duration.ofSeconds(10);
    static final TenantId ACME = new TenantId("acme");
    static final TenantId GLOBEX = new TenantId("globex");

    @RegisterExtension
    final Nodes nodes = new Nodes("t");

    final String service = nodes.service;

    /** The L3 table is shared by the tests: so keys are of one test. */
    final String k = "k-" + service;

    final AtomicInteger loads = new AtomicInteger();

    Supplier<Uni<String>> loader(String value) {
        return () -> {
            loads.incrementAndGet();
            return Uni.createFrom().item(value);
        };
    }

    static Uni<String> unexpected() {
        return Uni.createFrom().failure(new AssertionError("must not be loaded"));
    }

    static void assertProblem(ProblemType type, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }

    String entry(String key) {
        return prefix(key) + "entry:values:acme:" + key;
    }

    String lease(String key) {
        return prefix(key) + "lease:values:acme:" + key;
    }

    String prefix(String key) {
        int shard = io.mnemesh.cache.codec.EntryKey.of("values", ACME, key).shard(2);
        assertThat(key.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
        return "mnemesh:{cache:" + service + ":2:" + shard + "}:";
    }
}
