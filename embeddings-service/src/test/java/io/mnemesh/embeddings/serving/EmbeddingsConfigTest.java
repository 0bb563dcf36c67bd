package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.testing.ConfigDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddingsConfigTest {

    private static final String PREFIX = "mnemesh.embeddings.";

    @Test
    void shouldHaveTheseDefaults() {
        EmbeddingsConfig config = ConfigDefaults.of(EmbeddingsConfig.class).validated();

        assertThat(config.defaultModel()).isEqualTo("all-MiniLM-L6-v2");
        assertThat(config.modelsDir()).isEmpty();
        assertThat(config.dataDir()).endsWith(Path.of("mnemesh-embeddings"));
        assertThat(config.memory().budget().asLongValue()).isEqualTo(1 << 30);
        assertThat(config.memory().idle()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.engine().workers()).isZero();
        assertThat(config.engine().express()).isTrue();
        assertThat(config.engine().batchTokens()).isZero();
        assertThat(config.mostBatchTokens()).isEqualTo(1024);
        assertThat(config.engine().shareTokens()).isEqualTo(192);
        assertThat(config.engine().overheadTokens()).isZero();
        assertThat(config.engine().nice()).isEqualTo(5);
        assertThat(config.engine().queueTokens()).isEqualTo(131_072);
        assertThat(config.requests().maxTexts()).isEqualTo(256);
        assertThat(config.requests().maxTextBytes().asLongValue()).isEqualTo(262_144);
        assertThat(config.longText()).isEqualTo(LongText.END);
        assertThat(config.requests().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.requests().maxPending()).isEqualTo(16_384);
        assertThat(config.cache().localTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(config.cache().localSize().asLongValue()).isEqualTo(32 << 20);
        assertThat(config.cache().redisTtl()).isEqualTo(Duration.ofHours(24));
        assertThat(config.cache().postgresTtl()).isEqualTo(Duration.ofDays(30));
        assertThat(config.cache().shortText()).isEqualTo(128);
    }

    @Test
    void shouldTakeEveryValue() {
        EmbeddingsConfig config = ConfigDefaults.with(
                        EmbeddingsConfig.class,
                        Map.ofEntries(
                                Map.entry(PREFIX + "default-model", "other"),
                                Map.entry(PREFIX + "models-dir", "/models"),
                                Map.entry(PREFIX + "data-dir", "/data"),
                                Map.entry(PREFIX + "memory.budget", "64M"),
                                Map.entry(PREFIX + "memory.idle", "30s"),
                                Map.entry(PREFIX + "engine.workers", "3"),
                                Map.entry(PREFIX + "engine.express", "false"),
                                Map.entry(PREFIX + "engine.batch-tokens", "2048"),
                                Map.entry(PREFIX + "engine.share-tokens", "100"),
                                Map.entry(PREFIX + "engine.overhead-tokens", "10"),
                                Map.entry(PREFIX + "engine.nice", "11"),
                                Map.entry(PREFIX + "engine.queue-tokens", "4096"),
                                Map.entry(PREFIX + "requests.max-texts", "8"),
                                Map.entry(PREFIX + "requests.max-text-bytes", "1K"),
                                Map.entry(PREFIX + "requests.long-text", "mean"),
                                Map.entry(PREFIX + "requests.timeout", "2s"),
                                Map.entry(PREFIX + "requests.max-pending", "64"),
                                Map.entry(PREFIX + "cache.local-ttl", "1s"),
                                Map.entry(PREFIX + "cache.local-size", "1M"),
                                Map.entry(PREFIX + "cache.redis-ttl", "2s"),
                                Map.entry(PREFIX + "cache.postgres-ttl", "3s"),
                                Map.entry(PREFIX + "cache.short-text", "0")))
                .validated();

        assertThat(config.defaultModel()).isEqualTo("other");
        assertThat(config.modelsDir()).contains(Path.of("/models"));
        assertThat(config.dataDir()).isEqualTo(Path.of("/data"));
        assertThat(config.memory().budget().asLongValue()).isEqualTo(64 << 20);
        assertThat(config.memory().idle()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.engine().workers()).isEqualTo(3);
        assertThat(config.engine().express()).isFalse();
        assertThat(config.engine().batchTokens()).isEqualTo(2048);
        assertThat(config.mostBatchTokens()).isEqualTo(2048);
        assertThat(config.engine().shareTokens()).isEqualTo(100);
        assertThat(config.engine().overheadTokens()).isEqualTo(10);
        assertThat(config.engine().nice()).isEqualTo(11);
        assertThat(config.engine().queueTokens()).isEqualTo(4096);
        assertThat(config.requests().maxTexts()).isEqualTo(8);
        assertThat(config.requests().maxTextBytes().asLongValue()).isEqualTo(1024);
        assertThat(config.longText()).isEqualTo(LongText.MEAN);
        assertThat(config.requests().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.requests().maxPending()).isEqualTo(64);
        assertThat(config.cache().localTtl()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.cache().localSize().asLongValue()).isEqualTo(1 << 20);
        assertThat(config.cache().redisTtl()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.cache().postgresTtl()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.cache().shortText()).isZero();
    }

    @Test
    void shouldRefuseAnotherPolicyForLongTexts() {
        assertThatThrownBy(() -> ConfigDefaults.with(
                                EmbeddingsConfig.class, Map.of(PREFIX + "requests.long-text", "start"))
                        .validated())
                .hasMessage("mnemesh.embeddings.requests.long-text is start, but must be error, end or mean.");
    }

    @Test
    void shouldNameKeyValueAndRuleOfAValueThatCannotWork() {
        assertThatThrownBy(
                        () -> ConfigDefaults.with(EmbeddingsConfig.class, Map.of(PREFIX + "engine.batch-tokens", "3"))
                                .validated())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mnemesh.embeddings.engine.batch-tokens is 3, but must be 16 to 1048576.");
    }
}
