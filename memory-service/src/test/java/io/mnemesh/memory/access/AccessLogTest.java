package io.mnemesh.memory.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.memory.access.AccessLog.Count;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.ConfigDefaults;
import io.mnemesh.testing.FakeIds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private AccessLog log(Map<String, String> config) {
        return new AccessLog(ConfigDefaults.with(AccessConfig.class, config), new AccessMetrics(registry));
    }

    @Test
    void shouldSumUpPerTenantAndMemoryAndForgetWhatWasTaken() {
        AccessLog log = log(Map.of());
        log.read(ACME, FakeIds.of(1));
        log.read(ACME, FakeIds.of(1));
        log.hits(ACME, List.of(FakeIds.of(1), FakeIds.of(2)));
        log.read(GLOBEX, FakeIds.of(1));

        assertThat(log.take())
                .isEqualTo(Map.of(
                        ACME, Map.of(FakeIds.of(1), new Count(2, 1), FakeIds.of(2), new Count(0, 1)),
                        GLOBEX, Map.of(FakeIds.of(1), new Count(1, 0))));
        assertThat(log.take()).isEmpty();
        assertThat(registry.get(AccessMetrics.PENDING).gauge().value()).isZero();
    }

    @Test
    void shouldHoldNoMoreMemoriesThanItMayAndSayWhatItDropped() {
        AccessLog log = log(Map.of("mnemesh.memory.access.pending", "2"));

        for (int i = 1; i <= 5; i++) {
            log.read(ACME, FakeIds.of(i));
        }
        log.read(ACME, FakeIds.of(1));

        assertThat(registry.get(AccessMetrics.PENDING).gauge().value()).isEqualTo(2);
        assertThat(registry.get(AccessMetrics.DROPPED).counter().count()).isEqualTo(3);
        assertThat(log.take().get(ACME))
                .isEqualTo(Map.of(FakeIds.of(1), new Count(2, 0), FakeIds.of(2), new Count(1, 0)));
    }

    @Test
    void shouldCountNothingWhenSwitchedOff() {
        AccessLog log = log(Map.of("mnemesh.memory.access.recording", "false"));

        log.read(ACME, FakeIds.of(1));

        assertThat(log.take()).isEmpty();
    }

    @Test
    void shouldLoseNothingWhenManyCountWhileItIsTaken() throws InterruptedException {
        AccessLog log = log(Map.of());
        var done = new CountDownLatch(4);
        Map<UUID, Count> sums = new HashMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 4; thread++) {
                threads.execute(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        log.read(ACME, FakeIds.of(i % 50));
                    }
                    done.countDown();
                });
            }
            while (done.getCount() > 0) {
                log.take().getOrDefault(ACME, Map.of()).forEach((id, count) -> sums.merge(id, count, Count::plus));
            }
        }
        log.take().getOrDefault(ACME, Map.of()).forEach((id, count) -> sums.merge(id, count, Count::plus));

        assertThat(sums).hasSize(50).allSatisfy((id, count) -> assertThat(count).isEqualTo(new Count(1_600, 0)));
        assertThat(registry.get(AccessMetrics.PENDING).gauge().value()).isZero();
    }
}
