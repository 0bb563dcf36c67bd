package io.mnemesh.checks.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.cluster.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy/kustomize carries is what the chart renders; {@code -Drefresh} writes it anew. */
class KustomizeTest {

    private static final String FOLDER = "deploy/kustomize/";
    private static final String HEAD = "# Rendered from the chart; a change made here is lost. Refresh: "
            + "./mvnw -pl deploy/checks test -Dtest=KustomizeTest -Drefresh\n";

    @Test
    void shouldCarryWhatTheChartRenders() throws IOException {
        fresh("base/mnemesh.yaml", rendered("values.yaml"));
    }

    @Test
    void shouldCarryTheMonitoringThatTheChartRenders() throws IOException {
        List<JsonNode> base = rendered("values.yaml");

        fresh(
                "overlays/monitoring/monitoring.yaml",
                rendered("values-monitoring.yaml").stream()
                        .filter(object -> !base.contains(object))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/small", "overlays/monitoring"})
    void shouldBeBuiltByKubectl(String folder) throws IOException, InterruptedException {
        Path installed = Path.of("/usr/bin/kubectl");
        Path program = Files.isExecutable(installed) ? installed : Tools.file("cluster", "bin/kubectl");

        Process kubectl = new ProcessBuilder(
                        program.toString(),
                        "kustomize",
                        Repository.path(FOLDER + folder).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(kubectl.waitFor()).isZero();
        Manifests built = Manifests.parse(folder, text);
        assertThat(built.services()).hasSize(6).allSatisfy(pod -> {
            assertThat(pod.owner().at("/metadata/namespace").asText()).isEqualTo("mnemesh");
            assertThat(pod.owner().at("/spec/replicas").asInt()).isEqualTo(folder.endsWith("small") ? 1 : 2);
        });
    }

    private static List<JsonNode> rendered(String values) {
        String text =
                Chart.renderText(Repository.path(FOLDER + values)).replace("namespace: mesh\n", "namespace: mnemesh\n");
        return Manifests.parse(values, text).all().stream()
                .filter(object -> !object.at("/metadata/annotations").has("helm.sh/hook"))
                .toList();
    }

    private static void fresh(String file, List<JsonNode> objects) throws IOException {
        String text = HEAD + objects.stream().map(KustomizeTest::yaml).collect(Collectors.joining("\n"));
        Path path = Repository.path(FOLDER + file);
        if (System.getProperty("refresh") != null) {
            Files.writeString(path, text);
        }

        assertThat(Repository.read(path)).isEqualTo(text);
    }

    private static String yaml(JsonNode object) {
        try {
            return Manifests.YAML.writeValueAsString(object);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
