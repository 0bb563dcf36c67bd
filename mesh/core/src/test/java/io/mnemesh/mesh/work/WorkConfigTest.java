package io.mnemesh.mesh.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mnemesh.mesh.redis.RedisFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkConfigTest {

    @Test
    void shouldHaveTheseDefaults() {
        WorkConfig config = WorkConfig.validated(RedisFixture.config(WorkConfig.class, Map.of()));

        assertThat(config.inFlight()).isEqualTo(1024);
        assertThat(config.maxDeadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.reclaimIdle()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.interactiveReserve()).isEqualTo(25);
        assertThat(config.standardReserve()).isEqualTo(25);
        assertThat(config.replyTtl()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldTakeAllFromTheConfiguration() {
        WorkConfig config = WorkConfig.validated(RedisFixture.config(
                WorkConfig.class,
                Map.of(
                        "mnemesh.work.in-flight", "7",
                        "mnemesh.work.max-deadline", "6m",
                        "mnemesh.work.reclaim-idle", "5s",
                        "mnemesh.work.interactive-reserve", "40",
                        "mnemesh.work.standard-reserve", "30",
                        "mnemesh.work.reply-ttl", "20s",
                        "mnemesh.work.drain", "1s")));

        assertThat(config.inFlight()).isEqualTo(7);
        assertThat(config.maxDeadline()).isEqualTo(Duration.ofMinutes(6));
        assertThat(config.reclaimIdle()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.interactiveReserve()).isEqualTo(40);
        assertThat(config.standardReserve()).isEqualTo(30);
        assertThat(config.replyTtl()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldRejectReservesThatLeaveNothing() {
        WorkConfig config = RedisFixture.config(
                WorkConfig.class,
                Map.of("mnemesh.work.interactive-reserve", "60", "mnemesh.work.standard-reserve", "40"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkConfig.validated(config))
                .withMessage("mnemesh.work.standard-reserve is 40 but must be between 0 and 30.");
    }
}
