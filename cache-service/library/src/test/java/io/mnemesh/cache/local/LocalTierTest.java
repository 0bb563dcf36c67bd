package io.mnemesh.cache.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
