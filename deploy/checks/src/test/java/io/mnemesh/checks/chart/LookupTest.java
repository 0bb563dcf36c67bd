package io.mnemesh.checks.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the chart makes of that which is on the cluster already. */
class LookupTest {

    private static final String STORES = """
        {"kind":"ConfigMapList","apiVersion":"v1","metadata":{},"items":[{"kind":"ConfigMap","apiVersion":"v1",
        "metadata":{"name":"other-stores","labels":{"app.kubernetes.io/component":"stores",
        "app.kubernetes.io/part-of":"mnemesh","app.kubernetes.io/instance":"%s"}},
        "data":{"postgres":"%s","redis":"%s"}}]}\
        """;
    private static final Path MINIMAL = Repository.path("deploy/checks/src/test/resources/values/minimal.yaml");
    private static final Path DEVELOPMENT = Repository.path("deploy/checks/src/test/resources/values/development.yaml");

    private static final Path ORCHESTRATOR =
            Repository.path("deploy/checks/src/test/resources/values/orchestrator.yaml");

    private FakeCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = FakeCluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void shouldRefuseTheDatabaseOfAnotherRelease() {
        cluster.hasConfigMaps(STORES.formatted("other", "postgres.data:5432/mnemesh", "their-redis"));

        assertThatThrownBy(() -> Chart.renderTextOnCluster(MINIMAL))
                .hasMessageContaining("Release other in namespace mesh already uses this database or this Redis");
    }

    @Test
    void shouldRefuseTheRedisOfAnotherRelease() {
        cluster.hasConfigMaps(STORES.formatted("other", "postgres.data:5432/theirs", "mnemesh-redis"));

        assertThatThrownBy(() -> Chart.renderTextOnCluster(MINIMAL)).hasMessageContaining("Release other");
    }

    @Test
    void shouldStandBesideAReleaseWithOtherStores() {
        cluster.hasConfigMaps(STORES.formatted("other", "postgres.data:5432/theirs", "their-redis"));

        assertThat(Chart.renderTextOnCluster(MINIMAL)).contains("name: m-mnemesh-gateway");
    }

    @Test
    void shouldKeepItsOwnStoresInAnUpgrade() {
        cluster.hasConfigMaps(STORES.formatted("m", "postgres.data:5432/mnemesh", "mnemesh-redis"));

        assertThat(Chart.renderTextOnCluster(MINIMAL)).contains("name: m-mnemesh-gateway");
    }

    @Test
    void shouldKeepTheSecretsThatWereMadeUp() {
        String kept = """
            {"kind":"Secret","apiVersion":"v1","metadata":{"name":"m-mnemesh-development","namespace":"mesh"},
            "data":{"password":"%s","owner-password":"%s","redis-password":"%s","master-key":"%s"}}
            """.formatted(base64("first"), base64("second"), base64("third"), base64("fourth"));
        cluster.hasSecret("m-mnemesh-development", kept);

        JsonNode secret = secret();

        assertThat(secret.path("password").asText()).isEqualTo("first");
        assertThat(secret.path("owner-password").asText()).isEqualTo("second");
        assertThat(secret.path("url").asText()).isEqualTo("redis://:third@m-mnemesh-redis:6379");
        assertThat(secret.path("master-key").asText()).isEqualTo("fourth");
        assertThat(secret.path("superuser-password").asText()).hasSize(24);
    }

    @Test
    void shouldMakeUpSecretsThatServicesTake() {
        JsonNode secret = secret();

        assertThat(Base64.getDecoder().decode(secret.path("master-key").asText()))
                .hasSize(32);
        // PKCS #8 of an Ed25519 key.
        assertThat(Base64.getDecoder().decode(secret.path("signing-key").asText()))
                .hasSize(48);
        assertThat(secret.path("password").asText())
                .hasSize(24)
                .isNotEqualTo(secret.path("owner-password").asText());
    }

    @Test
    void shouldKeepTheReplicasThatTheOrchestratorAskedFor() {
        cluster.hasDeployment("m-mnemesh-cache", 5);

        var acting = Manifests.parse("acting", Chart.renderTextOnCluster(ORCHESTRATOR));
        var advising = Manifests.parse("advising", Chart.renderTextOnCluster(MINIMAL));

        assertThat(replicas(acting, "m-mnemesh-cache")).isEqualTo(5);
        assertThat(replicas(acting, "m-mnemesh-embeddings")).isEqualTo(2);
        assertThat(replicas(advising, "m-mnemesh-cache")).isEqualTo(2);
    }

    private static int replicas(Manifests all, String deployment) {
        return all.kind("Deployment")
                .filter(one -> Manifests.name(one).equals(deployment))
                .findFirst()
                .orElseThrow()
                .at("/spec/replicas")
                .asInt();
    }

    private static JsonNode secret() {
        return Manifests.parse("development", Chart.renderTextOnCluster(DEVELOPMENT))
                .kind("Secret")
                .findFirst()
                .orElseThrow()
                .path("stringData");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
