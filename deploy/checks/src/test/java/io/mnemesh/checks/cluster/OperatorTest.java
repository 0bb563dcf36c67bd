package io.mnemesh.checks.cluster;

import static io.mnemesh.checks.cluster.Cluster.awaitReady;
import static io.mnemesh.checks.cluster.Cluster.helm;
import static io.mnemesh.checks.cluster.Cluster.kubectl;
import static io.mnemesh.checks.cluster.Cluster.namespace;
import static io.mnemesh.checks.cluster.Cluster.plane;
import static io.mnemesh.checks.cluster.Cluster.remove;
import static io.mnemesh.checks.cluster.Cluster.services;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.checks.chart.Repository;
import io.mnemesh.cluster.Command;
import io.mnemesh.launcher.doctor.ClusterExamination;
import io.mnemesh.launcher.doctor.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the pages for operators, as they stand there, and the doctor, on a real control plane. */
@Tag("slow")
@ExtendWith(Cluster.class)
class OperatorTest {

    /** In their order: a mesh is installed, is given backups, and an orchestrator. */
    private static final List<String> PAGES = List.of(
            "deploy/helm/mnemesh/README.md",
            "docs/operations/README.md",
            "docs/operations/backup.md",
            "docs/operations/orchestrator.md");

    private static final Pattern COMMANDS = Pattern.compile("```sh cluster\\n(.*?)\\n```", Pattern.DOTALL);

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldDoWhatThePagesSay(@TempDir Path folder) throws IOException {
        // Given
        Files.createSymbolicLink(folder.resolve("deploy"), Repository.path("deploy"));
        String script = PAGES.stream().map(OperatorTest::commands).collect(Collectors.joining("\n"));

        // When
        Command.Outcome outcome = shell().call("-euo", "pipefail", "-c", "cd " + folder + "\n" + script);

        // Then
        assertThat(outcome.status()).as("%s", outcome.text()).isZero();
        awaitReady("mnemesh", services("mesh"));
        assertThat(kubectl(null, "-n", "mnemesh", "get", "secrets,cronjobs,roles", "-o", "name")
                        .lines())
                .contains(
                        "secret/mnemesh-postgres",
                        "secret/mnemesh-redis",
                        "secret/mnemesh-gateway",
                        "secret/mnemesh-erasure",
                        "secret/mnemesh-backup",
                        "secret/mnemesh-orders",
                        "cronjob.batch/mesh-mnemesh-backup",
                        "role.rbac.authorization.k8s.io/mesh-mnemesh-intelligence");
        remove("mnemesh", "mesh");
        remove("try", "mesh");
    }

    @Test
    void shouldFindNothingWrongWithAMeshThatIsWell() {
        String namespace = namespace("well");
        helm(namespace, "install", "m", "minimal.yaml", "--wait");
        awaitReady(namespace, services("m"));
        plane().await(
                        "budgets to count their pods",
                        () -> examine(namespace).stream().allMatch(Finding::good));

        List<Finding> findings = examine(namespace);

        assertThat(findings)
                .hasSize(12)
                .contains(
                        new Finding(true, "m-mnemesh-gateway has 2 of 2 pods ready", ""),
                        new Finding(true, "nodes can be drained of gateway", ""));
        remove(namespace, "m");
    }

    @Test
    void shouldSayWhyPodsFindNoNode() {
        String namespace = namespace("ill");
        helm(namespace, "install", "m", "minimal.yaml", "--set", "defaults.nodeSelector.pool=none");
        try {
            plane().await(
                            "the scheduler to give up",
                            () -> examine(namespace).stream()
                                    .anyMatch(finding -> finding.text().contains(" finds no node: ")));

            assertThat(examine(namespace))
                    .contains(new Finding(
                            false,
                            "m-mnemesh-gateway has 0 of 2 pods ready",
                            "kubectl -n ill describe pods -l app.kubernetes.io/component=gateway"))
                    .filteredOn(finding -> finding.text().contains(" finds no node: "))
                    .first()
                    .extracting(Finding::remedy)
                    .isEqualTo("add nodes, or lower its requests");
        } finally {
            remove(namespace, "m");
        }
    }

    private static List<Finding> examine(String namespace) {
        try {
            return ClusterExamination.of(
                    namespace,
                    JSON.readTree(plane().kubectl()
                            .call(null, ClusterExamination.question(namespace))
                            .ok()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String commands(String page) {
        String commands = COMMANDS.matcher(Repository.read(page))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining("\n"));
        assertThat(commands).as("%s", page).isNotEmpty();
        return commands;
    }

    /** A shell in which {@code kubectl} and {@code helm} are those of the control plane. */
    private static Command shell() {
        Map<String, String> environment = new HashMap<>(plane().helm().environment());
        environment.put(
                "PATH", folderOf(plane().kubectl()) + ":" + folderOf(plane().helm()) + ":" + System.getenv("PATH"));
        return new Command(Path.of("/bin/bash"), environment);
    }

    private static Path folderOf(Command command) {
        return command.program().toAbsolutePath().resolveSibling("");
    }
}
