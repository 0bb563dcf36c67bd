package io.mnemesh.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.ConfigDefaults;
import io.vertx.redis.client.RedisClientType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheConfigTest {

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(CacheConfig.class);

        assertThat(config.redis().enabled()).isTrue();
        assertThat(config.redis().url()).isEqualTo("redis://127.0.0.1:7479");
        assertThat(config.redis().type()).isEqualTo(RedisClientType.STANDALONE);
        assertThat(config.redis().shards()).isEqualTo(4);
        assertThat(config.redis().timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.redis().lease()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.redis().logLength()).isEqualTo(10_000);
        assertThat(config.postgres().enabled()).isTrue();
        assertThat(config.postgres().timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.postgres().purgeEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.postgres().purgeBatch()).isEqualTo(1000);
        assertThat(config.warmStart().enabled()).isTrue();
        assertThat(config.warmStart().every()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.warmStart().keys()).isEqualTo(10_000);
        assertThat(config.warmStart().keysPerSecond()).isEqualTo(2000);
        assertThat(config.warmStart().keep()).isEqualTo(Duration.ofHours(1));
        var writeBack = config.writeBack();
        assertThat(new WriteBack(
                        writeBack.delay(),
                        writeBack.batch(),
                        writeBack.capacity(),
                        writeBack.patience(),
                        writeBack.timeout(),
                        writeBack.attempts(),
                        writeBack.firstPause(),
                        writeBack.longestPause(),
                        writeBack.takeOver()))
                .isEqualTo(WriteBack.DEFAULTS)
                .isEqualTo(new WriteBack(
                        Duration.ofSeconds(5),
                        500,
                        100_000,
                        Duration.ZERO,
                        Duration.ofSeconds(10),
                        8,
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(10)));
    }

    @Test
    void shouldTakeEveryValueThatIsGiven() {
        var config = ConfigDefaults.with(
                CacheConfig.class,
                Map.ofEntries(
                        Map.entry("mnemesh.cache.redis.enabled", "false"),
                        Map.entry("mnemesh.cache.redis.url", "rediss://cache:6380"),
                        Map.entry("mnemesh.cache.redis.type", "cluster"),
                        Map.entry("mnemesh.cache.redis.shards", "16"),
                        Map.entry("mnemesh.cache.redis.timeout", "100ms"),
                        Map.entry("mnemesh.cache.redis.lease", "5s"),
                        Map.entry("mnemesh.cache.redis.log-length", "500"),
                        Map.entry("mnemesh.cache.postgres.enabled", "false"),
                        Map.entry("mnemesh.cache.postgres.timeout", "3s"),
                        Map.entry("mnemesh.cache.postgres.purge-every", "10m"),
                        Map.entry("mnemesh.cache.postgres.purge-batch", "50"),
                        Map.entry("mnemesh.cache.warm-start.enabled", "false"),
                        Map.entry("mnemesh.cache.warm-start.every", "10s"),
                        Map.entry("mnemesh.cache.warm-start.keys", "100"),
                        Map.entry("mnemesh.cache.warm-start.keys-per-second", "50"),
                        Map.entry("mnemesh.cache.warm-start.keep", "2h"),
                        Map.entry("mnemesh.cache.write-back.delay", "2s"),
                        Map.entry("mnemesh.cache.write-back.batch", "7"),
                        Map.entry("mnemesh.cache.write-back.capacity", "8"),
                        Map.entry("mnemesh.cache.write-back.patience", "3s"),
                        Map.entry("mnemesh.cache.write-back.timeout", "4s"),
                        Map.entry("mnemesh.cache.write-back.attempts", "9"),
                        Map.entry("mnemesh.cache.write-back.first-pause", "5s"),
                        Map.entry("mnemesh.cache.write-back.longest-pause", "6s"),
                        Map.entry("mnemesh.cache.write-back.take-over", "7s")));

        assertThat(config.redis().enabled()).isFalse();
        assertThat(config.redis().url()).isEqualTo("rediss://cache:6380");
        assertThat(config.redis().type()).isEqualTo(RedisClientType.CLUSTER);
        assertThat(config.redis().shards()).isEqualTo(16);
        assertThat(config.redis().timeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.redis().lease()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.redis().logLength()).isEqualTo(500);
        assertThat(config.postgres().enabled()).isFalse();
        assertThat(config.postgres().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.postgres().purgeEvery()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.postgres().purgeBatch()).isEqualTo(50);
        assertThat(config.warmStart().enabled()).isFalse();
        assertThat(config.warmStart().every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.warmStart().keys()).isEqualTo(100);
        assertThat(config.warmStart().keysPerSecond()).isEqualTo(50);
        assertThat(config.warmStart().keep()).isEqualTo(Duration.ofHours(2));
        assertThat(config.writeBack().delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.writeBack().batch()).isEqualTo(7);
        assertThat(config.writeBack().capacity()).isEqualTo(8);
        assertThat(config.writeBack().patience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.writeBack().timeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.writeBack().attempts()).isEqualTo(9);
        assertThat(config.writeBack().firstPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.writeBack().longestPause()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.writeBack().takeOver()).isEqualTo(Duration.ofSeconds(7));
    }
}
