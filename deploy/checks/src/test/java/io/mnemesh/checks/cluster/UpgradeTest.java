package io.mnemesh.checks.cluster;

import static io.mnemesh.checks.cluster.Cluster.arguments;
import static io.mnemesh.checks.cluster.Cluster.awaitReady;
import static io.mnemesh.checks.cluster.Cluster.everything;
import static io.mnemesh.checks.cluster.Cluster.helm;
import static io.mnemesh.checks.cluster.Cluster.kubectl;
import static io.mnemesh.checks.cluster.Cluster.namespace;
import static io.mnemesh.checks.cluster.Cluster.plane;
import static io.mnemesh.checks.cluster.Cluster.remove;
import static io.mnemesh.checks.cluster.Cluster.services;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.checks.chart.Chart;
import io.mnemesh.checks.chart.Repository;
import io.mnemesh.cluster.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the chart before to this one, and values that cannot be changed, on a real control plane. */
@Tag("slow")
@ExtendWith(Cluster.class)
class UpgradeTest {

    private static final String PREVIOUS = Repository.path(
                    "deploy/checks/src/test/resources/previous/mnemesh-0.1.0.tgz")
            .toString();
    private static final String MINIMAL = Repository.path("deploy/checks/src/test/resources/values/minimal.yaml")
            .toString();

    @Test
    void shouldComeFromTheChartBeforeAndGoBack() {
        // Given
        String namespace = namespace("previous");
        Set<String> before = everything(namespace);
        installPrevious(namespace, "--wait");
        awaitReady(namespace, services("m"));

        // When
        upgrade(namespace, "--reset-then-reuse-values", "--wait", "--set", "services.cache.replicas=3")
                .ok();

        // Then
        awaitReady(namespace, services("m"));
        assertThat(chartOf(namespace)).isEqualTo("mnemesh-0.2.0");
        plane().helm().call("-n", namespace, "rollback", "m", "1", "--wait").ok();
        awaitReady(namespace, services("m"));
        assertThat(chartOf(namespace)).isEqualTo("mnemesh-0.1.0");
        remove(namespace, "m");
        plane().await("everything to be gone", () -> everything(namespace).equals(before));
    }

    @Test
    void shouldNameWhatValuesOfTheChartBeforeLack() {
        String namespace = namespace("reused");
        installPrevious(namespace);

        Command.Outcome outcome = upgrade(namespace, "--reuse-values");

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.text())
                .contains("missing properties", "'orchestrator'", "'backup'")
                .doesNotContain("nil pointer");
        remove(namespace, "m");
    }

    @Test
    void shouldSayWhatToDoWhenVolumesAreToBeOthers() {
        // Given
        String namespace = namespace("volumes");
        helm(namespace, "install", "m", "persistence.yaml");

        // When
        Command.Outcome larger = plane().helm()
                .call(arguments(
                        namespace,
                        "upgrade",
                        "m",
                        "persistence.yaml",
                        "--set",
                        "services.memory.persistence.size=60Gi"));
        Command.Outcome other = plane().helm()
                .call(arguments(
                        namespace,
                        "upgrade",
                        "m",
                        "persistence.yaml",
                        "--set",
                        "services.memory.persistence.storageClass=fast"));

        // Then
        assertThat(larger.text())
                .contains(
                        "services.memory.persistence.size is 60Gi, but StatefulSet m-mnemesh-memory was made with 50Gi")
                .contains("kubectl -n volumes delete statefulset m-mnemesh-memory");
        assertThat(other.text()).contains("services.memory.persistence.storageClass is \"fast\"", "was made with \"\"");
        helm(namespace, "upgrade", "m", "persistence.yaml", "--set", "services.memory.persistence.size=51200Mi");
        remove(namespace, "m");
    }

    @Test
    void shouldNameTheSecretsThatPodsWaitFor() {
        String namespace = namespace("secrets");
        for (String secret : new String[] {"mnemesh-postgres", "mnemesh-redis", "mnemesh-erasure"}) {
            kubectl(null, "-n", namespace, "create", "secret", "generic", secret, "--from-literal=key=value");
        }

        String missing = helm(namespace, "install", "m", "minimal.yaml");
        kubectl(null, "-n", namespace, "create", "secret", "generic", "mnemesh-gateway", "--from-literal=key=value");
        String complete = helm(namespace, "upgrade", "m", "minimal.yaml");

        assertThat(missing)
                .contains("until these Secrets are in namespace secrets", "\n  mnemesh-gateway\n")
                .doesNotContain("  mnemesh-postgres\n", "  mnemesh-redis\n");
        assertThat(complete).doesNotContain("until these Secrets");
        remove(namespace, "m");
    }

    private static void installPrevious(String namespace, String... more) {
        call(List.of("-n", namespace, "install", "m", PREVIOUS, "-f", MINIMAL, "--timeout", "90s"), more)
                .ok();
    }

    private static Command.Outcome upgrade(String namespace, String... more) {
        String chart = Repository.path(Chart.FOLDER).toString();
        return call(List.of("-n", namespace, "upgrade", "m", chart, "--timeout", "90s"), more);
    }

    private static Command.Outcome call(List<String> arguments, String... more) {
        var all = new ArrayList<>(arguments);
        all.addAll(Arrays.asList(more));
        return plane().helm().call(all.toArray(String[]::new));
    }

    private static String chartOf(String namespace) {
        return kubectl(
                null,
                "-n",
                namespace,
                "get",
                "deployment/m-mnemesh-gateway",
                "-o",
                "jsonpath={.metadata.labels.helm\\.sh/chart}");
    }
}
