package io.mnemesh.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.gateway.access.AccessConfig;
import io.mnemesh.gateway.catalogue.CatalogueConfig;
import io.mnemesh.gateway.discovery.DiscoveryConfig;
import io.mnemesh.gateway.edge.CompressionConfig;
import io.mnemesh.gateway.edge.EdgeConfig;
import io.mnemesh.gateway.edge.RoutesConfig;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.edge.UpstreamsConfig;
import io.mnemesh.gateway.guard.GuardConfig;
import io.mnemesh.gateway.health.HealthConfig;
import io.mnemesh.gateway.oidc.OidcConfig;
import io.mnemesh.gateway.passwords.PasswordConfig;
import io.mnemesh.gateway.quotas.QuotaConfig;
import io.mnemesh.gateway.relay.RelayConfig;
import io.mnemesh.gateway.relay.message.MessageConfig;
import io.mnemesh.gateway.sessions.SessionConfig;
import io.mnemesh.gateway.signing.SigningConfig;
import io.mnemesh.gateway.traffic.TrafficConfig;
import io.mnemesh.testing.ConfigDefaults;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {

    @Test
    void shouldHaveTheDocumentedDefaults() {
        UpstreamsConfig upstreams = ConfigDefaults.of(UpstreamsConfig.class);
        HealthConfig health = ConfigDefaults.of(HealthConfig.class);
        int offset = 1;
        for (Service service : Service.values()) {
            assertThat(upstreams.of(service)).containsExactly(URI.create("http://127.0.0.1:" + (7400 + offset)));
            assertThat(health.of(service)).isEqualTo(URI.create("http://127.0.0.1:" + (7500 + offset)));
            offset++;
        }
        assertThat(health.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(health.keep()).isEqualTo(Duration.ofSeconds(1));
        RoutesConfig routes = ConfigDefaults.of(RoutesConfig.class);
        assertThat(routes.memory())
                .containsExactly("/api/memories", "/api/conversations", "/api/erasures", "/api/index");
        assertThat(routes.embeddings())
                .containsExactly(
                        "/v1/embeddings", "/v1/models", "/embed", "/similarity", "/tokenize", "/api/embeddings");
        assertThat(routes.intelligence()).containsExactly("/api/ai", "/api/v2/ai", "/api/v2/neuroweaver");
        assertThat(routes.realtime())
                .containsExactly("/ws", "/websocket", "/connection", "/emulation", "/api/events", "/asyncapi");
        assertThat(routes.cache()).containsExactly("/api/cache");
        EdgeConfig edge = ConfigDefaults.of(EdgeConfig.class);
        assertThat(edge.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(edge.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(edge.keepAlive()).isEqualTo(Duration.ofSeconds(2));
        assertThat(edge.connections()).isEqualTo(256);
        assertThat(edge.streams()).isEqualTo(4096);
        assertThat(edge.sockets()).isEqualTo(20_000);
        assertThat(edge.drainOver()).isEqualTo(Duration.ofSeconds(4));
        assertThat(edge.stallTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(edge.waiting()).isEqualTo(1024);
        assertThat(edge.maxBody().asLongValue()).isEqualTo(1024 * 1024);
        assertThat(edge.maxHeader().asLongValue()).isEqualTo(16 * 1024);
        GuardConfig guard = ConfigDefaults.of(GuardConfig.class);
        assertThat(guard.headTime()).isEqualTo(Duration.ofSeconds(10));
        assertThat(guard.bodyTime()).isEqualTo(Duration.ofSeconds(60));
        assertThat(edge.tokenlessSockets()).isEqualTo(32);
        assertThat(edge.tokenlessTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(edge.emulationRate()).isEqualTo(500);
        assertThat(edge.corsOrigins()).isEmpty();
        assertThat(edge.strictTransport()).isEmpty();
        assertThat(edge.strictTransportSubdomains()).isFalse();
        CompressionConfig compression = ConfigDefaults.of(CompressionConfig.class);
        assertThat(compression.enabled()).isTrue();
        assertThat(compression.least().asLongValue()).isEqualTo(1024);
        assertThat(compression.level()).isEqualTo(4);
        assertThat(compression.types())
                .contains("application/json", "text/html")
                .doesNotContain("text/event-stream");
        TrafficConfig traffic = ConfigDefaults.of(TrafficConfig.class).validated();
        assertThat(traffic.every()).isEqualTo(Duration.ofMinutes(1));
        assertThat(traffic.callers()).isEqualTo(200);
        RelayConfig relay = ConfigDefaults.of(RelayConfig.class);
        assertThat(relay.learning()).isTrue();
        assertThat(relay.exploration()).isEqualTo(0.002);
        assertThat(relay.decay()).isEqualTo(Duration.ofSeconds(10));
        assertThat(relay.shortestEjection()).isEqualTo(Duration.ofSeconds(5));
        assertThat(relay.longestEjection()).isEqualTo(Duration.ofMinutes(5));
        assertThat(relay.ejectedShare()).isEqualTo(0.5);
        assertThat(relay.failuresInARow()).isEqualTo(5);
        assertThat(relay.failureShare()).isEqualTo(0.5);
        assertThat(relay.predictedFailure()).isEqualTo(0.6);
        assertThat(relay.leastLimit()).isEqualTo(1280);
        assertThat(relay.firstLimit()).isEqualTo(1280);
        assertThat(relay.mostLimit()).isEqualTo(4096);
        assertThat(relay.retryShare()).isEqualTo(0.1);
        assertThat(relay.retryReserve()).isEqualTo(10);
        assertThat(relay.routeReason()).isFalse();
        assertThat(relay.hedging()).isFalse();
        shouldHaveTheDefaultsOf(ConfigDefaults.of(DiscoveryConfig.class));
        shouldHaveTheDefaultsOf(ConfigDefaults.of(MessageConfig.class));
        AccessConfig access = ConfigDefaults.of(AccessConfig.class);
        assertThat(access.firstTenant()).isEqualTo("default");
        assertThat(access.attempts()).isEqualTo(10);
        assertThat(access.attemptsWindow()).isEqualTo(Duration.ofMinutes(1));
        assertThat(access.watchedAddresses()).isEqualTo(10_000);
        assertThat(access.dataDir()).isEmpty();
        PasswordConfig passwords = ConfigDefaults.of(PasswordConfig.class);
        assertThat(passwords.shortest()).isEqualTo(12);
        assertThat(passwords.memory().asLongValue()).isEqualTo(19 * 1024 * 1024);
        assertThat(passwords.iterations()).isEqualTo(2);
        assertThat(passwords.atOnce()).isEqualTo(2);
        assertThat(passwords.waiting()).isEqualTo(64);
        SessionConfig sessions = ConfigDefaults.of(SessionConfig.class);
        assertThat(sessions.idleTimeout()).isEqualTo(Duration.ofHours(12));
        assertThat(sessions.lifetime()).isEqualTo(Duration.ofDays(30));
        assertThat(sessions.most()).isEqualTo(50);
        assertThat(sessions.keep()).isEqualTo(Duration.ofDays(7));
        assertThat(sessions.attemptsPerAccount()).isEqualTo(10);
        assertThat(sessions.attemptsPerAddress()).isEqualTo(50);
        assertThat(sessions.attemptsWindow()).isEqualTo(Duration.ofMinutes(15));
        QuotaConfig quotas = ConfigDefaults.of(QuotaConfig.class);
        assertThat(quotas.memory()).isEqualTo(2);
        assertThat(quotas.embeddings()).isEqualTo(5);
        assertThat(quotas.intelligence()).isEqualTo(10);
        assertThat(quotas.realtime()).isEqualTo(1);
        assertThat(quotas.cache()).isEqualTo(1);
        assertThat(quotas.kilobytesPerUnit()).isEqualTo(4);
        CatalogueConfig catalogue = ConfigDefaults.of(CatalogueConfig.class);
        assertThat(catalogue.keep()).isEqualTo(Duration.ofMinutes(1));
        assertThat(catalogue.keepStale()).isEqualTo(Duration.ofMinutes(10));
        assertThat(catalogue.keepIncomplete()).isEqualTo(Duration.ofSeconds(3));
        assertThat(catalogue.timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    private static void shouldHaveTheDefaultsOf(DiscoveryConfig discovery) {
        assertThat(discovery.shortestRefresh()).isEqualTo(Duration.ofSeconds(1));
        assertThat(discovery.longestRefresh()).isEqualTo(Duration.ofSeconds(30));
        assertThat(discovery.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(discovery.dnsServers()).isEmpty();
        assertThat(discovery.kubernetesApi()).isEqualTo("https://kubernetes.default.svc");
        assertThat(discovery.serviceAccount()).isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount");
        assertThat(discovery.watch()).isEqualTo(Duration.ofMinutes(1));
        assertThat(discovery.validated()).isSameAs(discovery);
    }

    @Test
    void shouldRefuseARefreshThatEndsBeforeItBegins() {
        DiscoveryConfig discovery = ConfigDefaults.with(
                DiscoveryConfig.class, Map.of("mnemesh.gateway.discovery.longest-refresh", "500ms"));
        assertThatThrownBy(discovery::validated)
                .hasMessage("mnemesh.gateway.discovery.longest-refresh is not shorter than shortest-refresh.");
    }

    private static void shouldHaveTheDefaultsOf(MessageConfig messages) {
        assertThat(messages.allowed())
                .containsExactly(
                        "POST /api/memories", "DELETE /api/memories/*", "PUT /api/cache/*/*", "DELETE /api/cache/*/*");
        assertThat(messages.maxPayload().asLongValue()).isEqualTo(64 * 1024);
        assertThat(messages.timeToLive()).isEqualTo(Duration.ofHours(1));
        assertThat(messages.longestTimeToLive()).isEqualTo(Duration.ofDays(7));
        assertThat(messages.backlog()).isEqualTo(10_000);
        assertThat(messages.deliver()).isTrue();
        assertThat(messages.atOnce()).isEqualTo(32);
        assertThat(messages.atOncePerTenant()).isEqualTo(16);
        assertThat(messages.poll()).isEqualTo(Duration.ofMillis(500));
        assertThat(messages.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(messages.lease()).isEqualTo(Duration.ofMinutes(2));
        assertThat(messages.attempts()).isEqualTo(8);
        assertThat(messages.firstPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(messages.longestPause()).isEqualTo(Duration.ofMinutes(5));
        assertThat(messages.keep()).isEqualTo(Duration.ofDays(1));
        assertThat(messages.keepDead()).isEqualTo(Duration.ofDays(14));
        assertThat(messages.validated()).isSameAs(messages);
    }

    @Test
    void shouldRefuseALeaseThatEndsBeforeAnAnswerMayCome() {
        MessageConfig messages =
                ConfigDefaults.with(MessageConfig.class, Map.of("mnemesh.gateway.messages.lease", "59s"));
        assertThatThrownBy(messages::validated)
                .hasMessage("mnemesh.gateway.messages.lease is at least twice the timeout.");
    }

    @Test
    void shouldTakeTheAddressesOfSeveralInstances() {
        UpstreamsConfig upstreams = ConfigDefaults.with(
                UpstreamsConfig.class, Map.of("mnemesh.gateway.upstreams.memory", "http://a:7401,http://b:7401"));
        assertThat(upstreams.memory()).containsExactly(URI.create("http://a:7401"), URI.create("http://b:7401"));
    }

    @Test
    void shouldNeedAMasterKey() {
        SigningConfig signing =
                ConfigDefaults.with(SigningConfig.class, Map.of("mnemesh.gateway.signing.master-key", "abc"));
        assertThat(signing.masterKey()).isEqualTo("abc");
        assertThatThrownBy(() -> ConfigDefaults.of(SigningConfig.class)).hasMessageContaining("master-key");
        assertThat(signing.tokenLifetime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(signing.rotateEvery()).isEqualTo(Duration.ofDays(30));
        assertThat(signing.announce()).isEqualTo(Duration.ofMinutes(6));
        assertThat(ConfigDefaults.of(OidcConfig.class).providers()).isEmpty();
    }
}
