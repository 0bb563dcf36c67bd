package io.mnemesh.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mnemesh.mesh.redis.RedisFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransportConfigTest {

    @Test
    void shouldHaveTheseDefaults() {
        StreamConfig config = StreamConfig.validated(RedisFixture.config(StreamConfig.class, Map.of()));

        assertThat(config.partitions()).isEqualTo(4);
        assertThat(config.batch()).isEqualTo(128);
        assertThat(config.inFlight()).isEqualTo(512);
        assertThat(config.concurrency()).isEqualTo(8);
        assertThat(config.leaseTtl()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.handlerTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.retryFirst()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.retryCap()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.retention()).isEqualTo(Duration.ofHours(24));
        assertThat(config.retainedEntries()).isEqualTo(1000);
        assertThat(config.trimInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.statsInterval()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldTakeAllFromTheConfiguration() {
        StreamConfig config = StreamConfig.validated(RedisFixture.config(
                StreamConfig.class,
                Map.ofEntries(
                        Map.entry("mnemesh.mesh.partitions", "16"),
                        Map.entry("mnemesh.mesh.batch", "10"),
                        Map.entry("mnemesh.mesh.in-flight", "20"),
                        Map.entry("mnemesh.mesh.concurrency", "5"),
                        Map.entry("mnemesh.mesh.lease-ttl", "9s"),
                        Map.entry("mnemesh.mesh.handler-timeout", "8s"),
                        Map.entry("mnemesh.mesh.retry-first", "7ms"),
                        Map.entry("mnemesh.mesh.retry-cap", "6s"),
                        Map.entry("mnemesh.mesh.drain", "5s"),
                        Map.entry("mnemesh.mesh.retention", "4h"),
                        Map.entry("mnemesh.mesh.retained-entries", "3"),
                        Map.entry("mnemesh.mesh.trim-interval", "2s"),
                        Map.entry("mnemesh.mesh.stats-interval", "1s"))));

        assertThat(config.partitions()).isEqualTo(16);
        assertThat(config.batch()).isEqualTo(10);
        assertThat(config.inFlight()).isEqualTo(20);
        assertThat(config.concurrency()).isEqualTo(5);
        assertThat(config.leaseTtl()).isEqualTo(Duration.ofSeconds(9));
        assertThat(config.handlerTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.retryFirst()).isEqualTo(Duration.ofMillis(7));
        assertThat(config.retryCap()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.retention()).isEqualTo(Duration.ofHours(4));
        assertThat(config.retainedEntries()).isEqualTo(3);
        assertThat(config.trimInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.statsInterval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldRejectWithKeyValueAndRule() {
        StreamConfig config = RedisFixture.config(StreamConfig.class, Map.of("mnemesh.mesh.partitions", "0"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamConfig.validated(config))
                .withMessage("mnemesh.mesh.partitions is 0 but must be between 1 and 1024.");
    }
}
