package io.mnemesh.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptLimiterTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AttemptLimiter limiter = new AttemptLimiter(3, Duration.ofMinutes(1), 100, nanos::get);

    @Test
    void shouldLetAnAddressWaitAfterItsWrongKeysUntilTheWindowEnds() {
        limiter.failed("a");
        limiter.failed("a");
        assertThat(limiter.waitOf("a")).isZero();
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        limiter.failed("a");
        assertThat(limiter.waitOf("a")).isEqualTo(Duration.ofSeconds(40));
        nanos.addAndGet(Duration.ofSeconds(41).toNanos());
        assertThat(limiter.waitOf("a")).isZero();
    }

    @Test
    void shouldKeepAddressesApart() {
        for (int i = 0; i < 5; i++) {
            limiter.failed("a");
        }
        assertThat(limiter.waitOf("b")).isZero();
        assertThat(limiter.waitOf("a")).isPositive();
    }

    @Test
    void shouldBeKnownToNativeImages() throws Exception {
        // Given
        var field = AttemptLimiter.class.getDeclaredField("windows");
        field.setAccessible(true);

        // When
        String implementation =
                ((Cache<?, ?>) field.get(limiter)).asMap().getClass().getName();

        // Then
        try (var metadata = AttemptLimiter.class.getResourceAsStream(
                "/META-INF/native-image/io.mnemesh/gateway/reachability-metadata.json")) {
            assertThat(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"" + implementation + "\"");
        }
    }
}
