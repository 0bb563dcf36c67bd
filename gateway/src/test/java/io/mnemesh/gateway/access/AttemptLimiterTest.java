package io.mnemesh.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

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
}
