package io.mnemesh.cache.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.sun.management.ThreadMXBean;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.FakeClock;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalTierTest {

    private static final LocalKey KEY = new LocalKey(new TenantId("acme"), "k");

    private final FakeClock clock = new FakeClock();
    private final LocalTier<String> tier = new LocalTier<>(
            Duration.ofSeconds(10),
            10_000,
            clock,
            () -> Duration.between(FakeClock.START, clock.instant()).toNanos());

    private LocalEntry<String> entry(String value) {
        return new LocalEntry<>(value, value.length(), clock.instant(), Instant.MAX);
    }

    @Test
    void shouldRefuseWhatWasReadBeforeAnInvalidation() {
        long generation = tier.generation(KEY);

        tier.invalidate(KEY);

        assertThat(tier.put(KEY, entry("old"), generation)).isFalse();
        assertThat(tier.get(KEY)).isNull();
        assertThat(tier.put(KEY, entry("new"), tier.generation(KEY))).isTrue();
        assertThat(tier.get(KEY)).isEqualTo(entry("new"));
    }

    @Test
    void shouldRefuseWhatWasReadBeforeAReplacement() {
        long reader = tier.generation(KEY);
        long writer = tier.generation(KEY);

        tier.replace(KEY, entry("new"), writer);

        assertThat(tier.put(KEY, entry("old"), reader)).isFalse();
        assertThat(tier.get(KEY)).isEqualTo(entry("new"));
    }

    @Test
    void shouldLeaveNothingWhenAReplacementWasOvertaken() {
        long generation = tier.generation(KEY);
        tier.put(KEY, entry("before"), generation);

        tier.invalidate(KEY);
        tier.replace(KEY, entry("late"), generation);

        assertThat(tier.get(KEY)).isNull();
    }

    @Test
    void shouldForgetAfterItsTtl() {
        tier.put(KEY, entry("v"), tier.generation(KEY));

        clock.advance(Duration.ofSeconds(9));
        assertThat(tier.get(KEY)).isNotNull();
        clock.advance(Duration.ofSeconds(2));
        assertThat(tier.get(KEY)).isNull();
    }

    @Test
    void shouldInvalidateOnlyWhatMatches() {
        var other = new LocalKey(new TenantId("globex"), "k");
        tier.put(KEY, entry("v"), tier.generation(KEY));
        tier.put(other, entry("w"), tier.generation(other));
        long generation = tier.generation(KEY);

        tier.invalidateAll(key -> key.tenant().value().equals("acme"));

        assertThat(tier.get(KEY)).isNull();
        assertThat(tier.get(other)).isNotNull();
        assertThat(tier.put(KEY, entry("v"), generation)).isFalse();
    }

    @Test
    void shouldFindByTenantAndKeyWhatWasPut() {
        tier.put(KEY, entry("v"), tier.generation(KEY));

        assertThat(tier.get(new TenantId("acme"), "k")).isEqualTo(entry("v"));
        assertThat(tier.get(new TenantId("globex"), "k")).isNull();
        assertThat(tier.get(new TenantId("acme"), "l")).isNull();
    }

    @Test
    void shouldForgetWhatHasEndedOrHadItsTagInvalidatedWhenAskedByTenantAndKey() {
        var tags = new LocalTags();
        var tagged = new LocalEntry<>(
                "v", 1, clock.instant(), Instant.MAX, tags.stamp(KEY.tenant(), List.of("berlin"), tags.now()));
        tier.put(KEY, tagged, tier.generation(KEY));
        assertThat(tier.get(KEY.tenant(), "k")).isEqualTo(tagged);

        tags.changed(new LocalKey(KEY.tenant(), "berlin"));
        assertThat(tier.get(KEY.tenant(), "k")).isNull();
        assertThat(tier.size()).isZero();

        tier.put(KEY, entry("w"), tier.generation(KEY));
        clock.advance(Duration.ofSeconds(11));
        assertThat(tier.get(KEY.tenant(), "k")).isNull();
    }

    @Test
    void shouldAllocateNothingForAHit() {
        var system = new LocalTier<String>(Duration.ofSeconds(10), 10_000, InstantSource.system(), System::nanoTime);
        system.put(KEY, entry("v"), system.generation(KEY));
        int hits = 20_000;

        assertThat(allocated(hits, () -> system.get(KEY.tenant(), "k"))).isLessThan(hits);
    }

    /** Bytes that this thread allocates when it does so that often, after it has done so once. */
    private static long allocated(int times, Runnable work) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void shouldHoldWhatItMayAndNoMoreWhenItHasBeenFilled() {
        for (int i = 0; i < 200; i++) {
            var key = new LocalKey(KEY.tenant(), "key-" + i);
            tier.put(key, entry("value"), tier.generation(key));
            assertThat(tier.bytes()).isLessThanOrEqualTo(10_000);
        }

        assertThat(tier.bytes()).isGreaterThan(9_500);
        assertThat(tier.size() + tier.evictions()).isEqualTo(200);
    }

    @Test
    void shouldCountReadsForAsManyEntriesAsItHoldsWhenFull() throws Exception {
        var measured = new LocalTier<String>(Duration.ofSeconds(10), 100 * 175, clock, () -> 0);
        for (int i = 100; i < 400; i++) {
            var key = new LocalKey(KEY.tenant(), "key-" + i);
            measured.put(key, new LocalEntry<>("v", 1, clock.instant(), Instant.MAX), measured.generation(key));
        }

        assertThat(measured.size()).isEqualTo(100);
        assertThat(sampleSize(measured)).isEqualTo(10 * 100);
    }

    /** After how many reads Caffeine halves its counts: ten for each entry it was made for. */
    private static int sampleSize(LocalTier<?> tier) throws ReflectiveOperationException {
        var entries = LocalTier.class.getDeclaredField("entries");
        entries.setAccessible(true);
        Object cache = ((Cache<?, ?>) entries.get(tier)).asMap();
        var sketch = method(cache.getClass(), "frequencySketch").invoke(cache);
        var field = sketch.getClass().getDeclaredField("sampleSize");
        field.setAccessible(true);
        return field.getInt(sketch);
    }

    private static Method method(Class<?> type, String name) throws NoSuchMethodException {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            for (Method one : owner.getDeclaredMethods()) {
                if (one.getName().equals(name) && one.getParameterCount() == 0) {
                    one.setAccessible(true);
                    return one;
                }
            }
        }
        throw new NoSuchMethodException(name);
    }

    @Test
    void shouldBeKnownToNativeImages() throws Exception {
        var field = LocalTier.class.getDeclaredField("entries");
        field.setAccessible(true);
        String implementation =
                ((Cache<?, ?>) field.get(tier)).asMap().getClass().getName();

        try (var metadata = LocalTier.class.getResourceAsStream(
                "/META-INF/native-image/io.mnemesh/mnemesh-cache/reachability-metadata.json")) {
            assertThat(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"" + implementation + "\"");
        }
    }
}
