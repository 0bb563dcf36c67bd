package io.mnemesh.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.access.AccessConfig;
import io.mnemesh.memory.background.BackgroundConfig;
import io.mnemesh.memory.clusters.ClusterConfig;
import io.mnemesh.memory.consolidation.ConsolidationConfig;
import io.mnemesh.memory.embedding.EmbeddingConfig;
import io.mnemesh.memory.erasure.ErasureConfig;
import io.mnemesh.memory.index.IndexConfig;
import io.mnemesh.memory.index.IndexKind;
import io.mnemesh.memory.memories.ReadCacheConfig;
import io.mnemesh.memory.migration.MigrationConfig;
import io.mnemesh.memory.retention.RetentionConfig;
import io.mnemesh.memory.search.SearchConfig;
import io.mnemesh.memory.storage.DatabaseConfig;
import io.mnemesh.memory.transfer.ImportConfig;
import io.mnemesh.testing.ConfigDefaults;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {

    @Test
    void shouldHaveTheseDefaults() {
        IndexConfig index = ConfigDefaults.of(IndexConfig.class);
        assertThat(index.kind()).isEqualTo(IndexKind.LUCENE);
        assertThat(index.directory()).isEqualTo(Path.of("data/memory/index"));
        assertThat(index.weaviate().url()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(index.weaviate().apiKey()).isEmpty();
        assertThat(index.weaviate().collection()).isEqualTo("MnemeshMemory");
        assertThat(index.weaviate().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(index.weaviate().concurrency()).isEqualTo(16);
        assertThat(index.dimensions()).isEqualTo(384);
        assertThat(index.refresh()).isEqualTo(Duration.ofMillis(50));
        assertThat(index.commitEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(index.commitChanges()).isEqualTo(5_000);

        SearchConfig search = ConfigDefaults.of(SearchConfig.class);
        assertThat(search.embeddingDeadline()).isEqualTo(Duration.ofMillis(250));
        assertThat(search.semanticWeight()).isEqualTo(0.6);
        assertThat(factors(search)).hasSize(10).containsOnly(1);
        assertThat(search.candidates()).isEqualTo(150);
        assertThat(search.threads()).isEqualTo(2);
        assertThat(search.queue()).isEqualTo(256);

        assertThat(ConfigDefaults.of(DatabaseConfig.class).timeout()).isEqualTo(Duration.ofSeconds(10));

        ReadCacheConfig cache = ConfigDefaults.of(ReadCacheConfig.class);
        assertThat(cache.localTtl()).isEqualTo(Duration.ofMinutes(1));
        assertThat(cache.localSize().asLongValue()).isEqualTo(24L << 20);
        assertThat(cache.redisTtl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(cache.postgresTtl()).isEqualTo(Duration.ofHours(1));

        assertThat(ConfigDefaults.of(EmbeddingConfig.class).deadline()).isEqualTo(Duration.ofSeconds(30));

        ConsolidationConfig consolidation = ConfigDefaults.of(ConsolidationConfig.class);
        assertThat(consolidation.background()).isTrue();
        assertThat(consolidation.similarity()).isEqualTo(0.75);

        AccessConfig access = ConfigDefaults.of(AccessConfig.class);
        assertThat(access.recording()).isTrue();
        assertThat(access.flushEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(access.learning()).isTrue();
        assertThat(access.pending()).isEqualTo(20_000);
        assertThat(access.warmMemories()).isEqualTo(1_000);
        assertThat(access.warmConversations()).isEqualTo(50);

        ImportConfig imports = ConfigDefaults.of(ImportConfig.class);
        assertThat(imports.lines()).isEqualTo(1_000_000);
        assertThat(imports.waiting()).isEqualTo(200_000);

        ClusterConfig clusters = ConfigDefaults.of(ClusterConfig.class);
        assertThat(clusters.background()).isTrue();
        assertThat(clusters.similarity()).isEqualTo(0.35);

        assertThat(ConfigDefaults.of(BackgroundConfig.class).share()).isEqualTo(0.2);

        assertThat(ConfigDefaults.of(MigrationConfig.class).pause()).isEqualTo(Duration.ofSeconds(30));

        RetentionConfig retention = ConfigDefaults.of(RetentionConfig.class);
        assertThat(retention.background()).isTrue();
        assertThat(retention.every()).isEqualTo(Duration.ofMinutes(1));

        ErasureConfig erasure = ConfigDefaults.of(ErasureConfig.class);
        assertThat(erasure.background()).isTrue();
        assertThat(erasure.services()).contains(List.of("realtime", "intelligence", "embeddings", "gateway"));
        assertThat(erasure.settle()).isEqualTo(Duration.ofSeconds(60));
        assertThat(erasure.remind()).isEqualTo(Duration.ofMinutes(5));
        assertThat(erasure.lease()).isEqualTo(Duration.ofMinutes(2));
        assertThat(erasure.pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(erasure.forgetIndexAfter()).isEqualTo(Duration.ofHours(24));
        assertThat(erasure.signingKey()).isEmpty();
        assertThat(erasure.keyFile()).isEqualTo(Path.of("data/memory/erasure.key"));
    }

    @Test
    void shouldTakeEveryValueOfRetentionThatIsSet() {
        assertThat(ConfigDefaults.of(MigrationConfig.class).pause()).isEqualTo(Duration.ofSeconds(30));

        RetentionConfig retention = ConfigDefaults.with(
                RetentionConfig.class,
                Map.of(
                        "mnemesh.memory.retention.background", "false",
                        "mnemesh.memory.retention.every", "PT5M"));
        assertThat(retention.background()).isFalse();
        assertThat(retention.every()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void shouldTakeEveryValueOfErasuresThatIsSet() {
        ErasureConfig erasure = ConfigDefaults.with(
                ErasureConfig.class,
                Map.of(
                        "mnemesh.memory.erasure.background", "false",
                        "mnemesh.memory.erasure.services", "realtime",
                        "mnemesh.memory.erasure.settle", "5s",
                        "mnemesh.memory.erasure.remind", "7s",
                        "mnemesh.memory.erasure.lease", "9s",
                        "mnemesh.memory.erasure.pause", "3s",
                        "mnemesh.memory.erasure.forget-index-after", "1h",
                        "mnemesh.memory.erasure.signing-key", "MC4=",
                        "mnemesh.memory.erasure.key-file", "/srv/key"));
        assertThat(erasure.background()).isFalse();
        assertThat(erasure.services()).contains(List.of("realtime"));
        assertThat(erasure.settle()).isEqualTo(Duration.ofSeconds(5));
        assertThat(erasure.remind()).isEqualTo(Duration.ofSeconds(7));
        assertThat(erasure.lease()).isEqualTo(Duration.ofSeconds(9));
        assertThat(erasure.pause()).isEqualTo(Duration.ofSeconds(3));
        assertThat(erasure.forgetIndexAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(erasure.signingKey()).contains("MC4=");
        assertThat(erasure.keyFile()).isEqualTo(Path.of("/srv/key"));
    }

    @Test
    void shouldTakeEveryValueThatIsSet() {
        IndexConfig index = ConfigDefaults.with(
                IndexConfig.class,
                Map.of(
                        "mnemesh.memory.index.kind", "weaviate",
                        "mnemesh.memory.index.directory", "/srv/index",
                        "mnemesh.memory.index.dimensions", "768",
                        "mnemesh.memory.index.refresh", "PT0.1S",
                        "mnemesh.memory.index.commit-every", "PT1S",
                        "mnemesh.memory.index.commit-changes", "10",
                        "mnemesh.memory.index.weaviate.url", "https://search.example",
                        "mnemesh.memory.index.weaviate.api-key", "secret",
                        "mnemesh.memory.index.weaviate.collection", "Acme",
                        "mnemesh.memory.index.weaviate.timeout", "PT2S"));
        assertThat(index.kind()).isEqualTo(IndexKind.WEAVIATE);
        assertThat(index.weaviate().url()).isEqualTo(URI.create("https://search.example"));
        assertThat(index.weaviate().apiKey()).contains("secret");
        assertThat(index.weaviate().collection()).isEqualTo("Acme");
        assertThat(index.weaviate().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(ConfigDefaults.with(IndexConfig.class, Map.of("mnemesh.memory.index.weaviate.concurrency", "3"))
                        .weaviate()
                        .concurrency())
                .isEqualTo(3);
        assertThat(index.directory()).isEqualTo(Path.of("/srv/index"));
        assertThat(index.dimensions()).isEqualTo(768);
        assertThat(index.refresh()).isEqualTo(Duration.ofMillis(100));
        assertThat(index.commitEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(index.commitChanges()).isEqualTo(10);

        SearchConfig search = ConfigDefaults.with(
                SearchConfig.class,
                Map.of(
                        "mnemesh.memory.search.embedding-deadline", "PT1S",
                        "mnemesh.memory.search.semantic-weight", "0.8",
                        "mnemesh.memory.search.candidates", "50",
                        "mnemesh.memory.search.threads", "4",
                        "mnemesh.memory.search.queue", "9"));
        SearchConfig priors = ConfigDefaults.with(
                SearchConfig.class,
                Map.of(
                        "mnemesh.memory.search.priors.window", "0.1",
                        "mnemesh.memory.search.priors.session", "0.2",
                        "mnemesh.memory.search.priors.speaker", "0.3",
                        "mnemesh.memory.search.priors.form", "0.4",
                        "mnemesh.memory.search.priors.time", "0.5",
                        "mnemesh.memory.search.priors.recency", "0.6",
                        "mnemesh.memory.search.priors.importance", "0.7",
                        "mnemesh.memory.search.priors.update", "0.8",
                        "mnemesh.memory.search.priors.learned", "0.9",
                        "mnemesh.memory.search.priors.bias", "1.1"));
        assertThat(factors(priors)).containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1);
        assertThat(search.embeddingDeadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(search.semanticWeight()).isEqualTo(0.8);
        assertThat(search.candidates()).isEqualTo(50);
        assertThat(search.threads()).isEqualTo(4);
        assertThat(search.queue()).isEqualTo(9);

        assertThat(ConfigDefaults.with(EmbeddingConfig.class, Map.of("mnemesh.memory.embedding.deadline", "PT9S"))
                        .deadline())
                .isEqualTo(Duration.ofSeconds(9));

        ConsolidationConfig consolidation = ConfigDefaults.with(
                ConsolidationConfig.class,
                Map.of(
                        "mnemesh.memory.consolidation.background", "false",
                        "mnemesh.memory.consolidation.similarity", "0.9"));
        assertThat(consolidation.background()).isFalse();
        assertThat(consolidation.similarity()).isEqualTo(0.9);

        AccessConfig access = ConfigDefaults.with(
                AccessConfig.class,
                Map.of(
                        "mnemesh.memory.access.recording", "false",
                        "mnemesh.memory.access.flush-every", "PT1S",
                        "mnemesh.memory.access.learning", "false",
                        "mnemesh.memory.access.pending", "7",
                        "mnemesh.memory.access.warm-memories", "8",
                        "mnemesh.memory.access.warm-conversations", "9"));
        assertThat(access.recording()).isFalse();
        assertThat(access.flushEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(access.learning()).isFalse();
        assertThat(access.pending()).isEqualTo(7);
        assertThat(access.warmMemories()).isEqualTo(8);
        assertThat(access.warmConversations()).isEqualTo(9);

        ImportConfig imports = ConfigDefaults.with(
                ImportConfig.class, Map.of("mnemesh.memory.imports.lines", "7", "mnemesh.memory.imports.waiting", "8"));
        assertThat(imports.lines()).isEqualTo(7);
        assertThat(imports.waiting()).isEqualTo(8);

        ClusterConfig clusters = ConfigDefaults.with(
                ClusterConfig.class,
                Map.of(
                        "mnemesh.memory.clusters.background", "false",
                        "mnemesh.memory.clusters.similarity", "0.5"));
        assertThat(clusters.background()).isFalse();
        assertThat(clusters.similarity()).isEqualTo(0.5);
    }

    private static double[] factors(SearchConfig search) {
        SearchConfig.PriorsConfig priors = search.priors();
        return new double[] {
            priors.window(),
            priors.session(),
            priors.speaker(),
            priors.form(),
            priors.time(),
            priors.recency(),
            priors.importance(),
            priors.update(),
            priors.learned(),
            priors.bias()
        };
    }
}
