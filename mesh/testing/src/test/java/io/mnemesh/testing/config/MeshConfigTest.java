package io.mnemesh.testing.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.outbox.OutboxConfig;
import io.mnemesh.mesh.postgres.PostgresConfig;
import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeshConfigTest {

    @Test
    void shouldHaveTheDocumentedDefaultsOfTheOutbox() {
        // When
        var config = ConfigDefaults.of(OutboxConfig.class).validated();

        // Then
        assertThat(config.enabled()).isTrue();
        assertThat(config.batch()).isEqualTo(256);
        assertThat(config.poll()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.contentionWait()).isEqualTo(Duration.ofMillis(10));
        assertThat(config.verifyInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.retryFirst()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.retryCap()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.retention()).isEqualTo(Duration.ofHours(24));
        assertThat(config.processedRetention()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void shouldHaveTheDocumentedDefaultsOfPostgres() {
        // When
        var config = ConfigDefaults.of(PostgresConfig.class).validated();

        // Then
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.acquireTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.retryFirst()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.retryCap()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.retryFor()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.checkTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.required()).isTrue();
    }

    @Test
    void shouldNameKeyValueAndRuleWhenMarksWouldBeForgottenTooEarly() {
        // Given
        var config = ConfigDefaults.with(
                OutboxConfig.class,
                Map.of("mnemesh.outbox.retention", "48h", "mnemesh.outbox.processed-retention", "24h"));

        // When / Then
        assertThatThrownBy(config::validated)
                .hasMessage("mnemesh.outbox.processed-retention is PT24H but must be at least PT48H.");
    }
}
