package io.mnemesh.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WriteBackSettingsTest {

    private static final Duration NEGATIVE = Duration.ofMillis(-1);

    @Test
    void shouldRefuseWhatCannotWork() {
        var usual = WriteBack.DEFAULTS;
        assertRefused(() -> usual.withDelay(NEGATIVE), "delay is not negative");
        assertRefused(() -> usual.withBatch(0), "batch is 1 to 10000");
        assertRefused(() -> usual.withCapacity(0, Duration.ZERO), "capacity is positive");
        assertRefused(() -> usual.withCapacity(1, NEGATIVE), "patience is not negative");
        assertRefused(() -> usual.withTimeout(Duration.ZERO), "timeout is positive");
        assertRefused(
                () -> usual.withAttempts(0, Duration.ofSeconds(1), Duration.ofSeconds(1)), "attempts is positive");
        assertRefused(() -> usual.withAttempts(1, Duration.ZERO, Duration.ofSeconds(1)), "firstPause is positive");
        assertRefused(
                () -> usual.withAttempts(1, Duration.ofSeconds(2), Duration.ofSeconds(1)),
                "longestPause is not shorter than firstPause");
        assertRefused(() -> usual.withTakeOver(Duration.ZERO), "takeOver is positive");
    }

    @Test
    void shouldLeaseTwiceTheTimeOfACall() {
        assertThat(WriteBack.DEFAULTS.withTimeout(Duration.ofSeconds(3)).lease())
                .isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void shouldNotLetADurableCacheWrite() {
        var durable = CacheSpec.of("values", Serializers.TEXT)
                .withPostgres(Duration.ofHours(1))
                .asDurable();

        assertRefused(() -> durable.withWrites(WriteMode.BACK, (tenant, writes) -> null), "has no writes");
    }

    private static void assertRefused(Runnable made, String rule) {
        assertThatThrownBy(made::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule);
    }
}
