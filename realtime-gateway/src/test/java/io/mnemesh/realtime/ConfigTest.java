package io.mnemesh.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.realtime.archive.ArchiveConfig;
import io.mnemesh.realtime.compression.CompressionConfig;
import io.mnemesh.realtime.device.DraftConfig;
import io.mnemesh.realtime.drain.DrainConfig;
import io.mnemesh.realtime.history.HistoryConfig;
import io.mnemesh.realtime.hub.HubConfig;
import io.mnemesh.realtime.mark.MarkConfig;
import io.mnemesh.realtime.presence.PresenceConfig;
import io.mnemesh.realtime.session.PublishConfig;
import io.mnemesh.realtime.session.SessionConfig;
import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {

    @Test
    void shouldHaveTheseDefaultsForTheHistory() {
        HistoryConfig config = ConfigDefaults.of(HistoryConfig.class).validated();

        assertThat(config.size()).isEqualTo(1000);
        assertThat(config.ttl()).isEqualTo(Duration.ofHours(24));
        assertThat(config.metaTtl()).isEqualTo(Duration.ofDays(30));
        assertThat(config.rememberedIds()).isEqualTo(10_000);
        assertThat(config.pageSize()).isEqualTo(256);
    }

    @Test
    void shouldHaveTheseDefaultsForConnections() {
        SessionConfig config = ConfigDefaults.of(SessionConfig.class).validated();

        assertThat(config.max()).isEqualTo(20_000);
        assertThat(config.maxPerUser()).isEqualTo(100);
        assertThat(config.maxSubscriptions()).isEqualTo(128);
        assertThat(config.maxFrame().asLongValue()).isEqualTo(65_536);
        assertThat(config.queue().asLongValue()).isEqualTo(1_048_576);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.deadAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.frameRate()).isEqualTo(50);
        assertThat(config.frameBurst()).isEqualTo(200);
        assertThat(config.strikes()).isEqualTo(20);
        assertThat(config.closeGrace()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldHaveTheseDefaultsForPublications() {
        PublishConfig config = ConfigDefaults.of(PublishConfig.class).validated();

        assertThat(config.maxSize().asLongValue()).isEqualTo(32_768);
        assertThat(config.rate()).isEqualTo(50);
        assertThat(config.burst()).isEqualTo(100);
    }

    @Test
    void shouldHaveTheseDefaultsForAcknowledgements() {
        assertThat(ConfigDefaults.of(MarkConfig.class).validated().timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldHaveTheseDefaultsForCompression() {
        CompressionConfig config = ConfigDefaults.of(CompressionConfig.class).validated();

        assertThat(config.enabled()).isTrue();
        assertThat(config.threshold().asLongValue()).isEqualTo(256);
        assertThat(config.level()).isEqualTo(1);
        assertThatThrownBy(() -> ConfigDefaults.with(
                                CompressionConfig.class, Map.of("mnemesh.realtime.compression.level", "10"))
                        .validated())
                .hasMessageContaining("mnemesh.realtime.compression.level is 10");
    }

    @Test
    void shouldHaveTheseDefaultsForDrafts() {
        DraftConfig config = ConfigDefaults.of(DraftConfig.class).validated();

        assertThat(config.most()).isEqualTo(100);
        assertThat(config.maxSize().asLongValue()).isEqualTo(16_384);
        assertThat(config.ttl()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void shouldHaveTheseDefaultsForPresence() {
        PresenceConfig config = ConfigDefaults.of(PresenceConfig.class).validated();

        assertThat(config.ttl()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.typing()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.pageSize()).isEqualTo(1000);
    }

    @Test
    void shouldHaveTheseDefaultsForHubDrainAndArchive() {
        HubConfig hub = ConfigDefaults.of(HubConfig.class).validated();
        DrainConfig drain = ConfigDefaults.of(DrainConfig.class).validated();
        ArchiveConfig archive = ConfigDefaults.of(ArchiveConfig.class).validated();

        assertThat(hub.coalesce()).isEqualTo(Duration.ofMillis(5));
        assertThat(hub.positionCheck()).isEqualTo(Duration.ofSeconds(10));
        assertThat(hub.attachTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(drain.over()).isEqualTo(Duration.ofSeconds(5));
        assertThat(drain.pauseMin()).isEqualTo(Duration.ofMillis(200));
        assertThat(drain.pauseMax()).isEqualTo(Duration.ofSeconds(3));
        assertThat(archive.retention()).isEqualTo(Duration.ofDays(90));
        assertThat(archive.purgeEvery()).isEqualTo(Duration.ofMinutes(15));
        assertThat(archive.purgeBatch()).isEqualTo(5_000);
        assertThat(archive.cache().ttl()).isEqualTo(Duration.ofMinutes(1));
        assertThat(archive.cache().size().asLongValue()).isEqualTo(4L << 20);
    }

    @Test
    void shouldTakeEveryKey() {
        SessionConfig session = ConfigDefaults.with(
                SessionConfig.class,
                Map.of(
                        "mnemesh.realtime.connection.max", "7",
                        "mnemesh.realtime.connection.max-per-user", "3",
                        "mnemesh.realtime.connection.queue", "128K"));
        HistoryConfig history = ConfigDefaults.with(HistoryConfig.class, Map.of("mnemesh.realtime.history.size", "5"));

        assertThat(session.validated().max()).isEqualTo(7);
        assertThat(session.maxPerUser()).isEqualTo(3);
        assertThat(session.queue().asLongValue()).isEqualTo(131_072);
        assertThat(history.validated().size()).isEqualTo(5);
    }

    @Test
    void shouldSayWhatIsWrongWithAValue() {
        HistoryConfig none = ConfigDefaults.with(HistoryConfig.class, Map.of("mnemesh.realtime.history.size", "0"));

        assertThatThrownBy(none::validated)
                .hasMessageContaining("mnemesh.realtime.history.size")
                .hasMessageContaining("0");
    }
}
