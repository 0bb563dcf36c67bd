package io.mnemesh.cacheservice.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectsConfigTest {

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(ObjectsConfig.class);

        assertThat(config.defaultTtl()).isEqualTo(Duration.ofHours(24));
        assertThat(config.maxTtl()).isEqualTo(Duration.ofDays(30));
        assertThat(config.maxObjectSize().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.maxAnswerSize().asLongValue()).isEqualTo(16 << 20);
        assertThat(config.localSize().asLongValue()).isEqualTo(64 << 20);
        assertThat(config.localTtl()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.redisTtl()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldTakeEveryValueThatIsGiven() {
        var config = ConfigDefaults.with(
                ObjectsConfig.class,
                Map.of(
                        "mnemesh.cache-service.default-ttl", "1h",
                        "mnemesh.cache-service.max-ttl", "2d",
                        "mnemesh.cache-service.max-object-size", "10K",
                        "mnemesh.cache-service.max-answer-size", "100K",
                        "mnemesh.cache-service.local-size", "1M",
                        "mnemesh.cache-service.local-ttl", "5s",
                        "mnemesh.cache-service.redis-ttl", "10m"));

        assertThat(config.defaultTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(config.maxTtl()).isEqualTo(Duration.ofDays(2));
        assertThat(config.maxObjectSize().asLongValue()).isEqualTo(10 << 10);
        assertThat(config.maxAnswerSize().asLongValue()).isEqualTo(100 << 10);
        assertThat(config.localSize().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.localTtl()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.redisTtl()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void shouldRefuseAnswersWithoutRoomForAnObject() {
        var config = ConfigDefaults.with(ObjectsConfig.class, Map.of("mnemesh.cache-service.max-answer-size", "10K"));

        assertThatThrownBy(config::validated)
                .hasMessageContaining("mnemesh.cache-service.max-answer-size is 10240 bytes")
                .hasMessageContaining("mnemesh.cache-service.max-object-size, 1048576 bytes");
    }
}
