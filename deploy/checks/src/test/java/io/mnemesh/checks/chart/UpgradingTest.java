package io.mnemesh.checks.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes from the chart before to this one is said, and nothing changes that Kubernetes cannot change. */
class UpgradingTest {

    private static final Pattern VERSION = Pattern.compile("(?m)^## (\\d+\\.\\d+\\.\\d+)$");
    private static final String PAGE = Repository.read(Chart.FOLDER + "/UPGRADING.md");
    private static final List<String> VERSIONS =
            VERSION.matcher(PAGE).results().map(match -> match.group(1)).toList();
    private static final Path PREVIOUS =
            Repository.path("deploy/checks/src/test/resources/previous/mnemesh-" + VERSIONS.get(1) + ".tgz");

    @Test
    void shouldHaveAChapterForThisVersion() throws IOException {
        JsonNode chart = Manifests.YAML.readTree(Repository.read(Chart.FOLDER + "/Chart.yaml"));

        assertThat(VERSIONS.getFirst()).isEqualTo(chart.path("version").asText());
        assertThat(PREVIOUS).exists();
    }

    @Test
    void shouldNameEveryValueThatIsNotThereAnyMore() throws IOException, InterruptedException {
        Set<String> before = paths(Manifests.YAML.readTree(fileOfPrevious("mnemesh/values.yaml")));
        Set<String> now = paths(Manifests.YAML.readTree(Repository.read(Chart.FOLDER + "/values.yaml")));

        assertThat(before).hasSizeGreaterThan(80);
        assertThat(before.stream().filter(path -> !now.contains(path) && !PAGE.contains(path)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal.yaml", "persistence.yaml", "development.yaml", "hpa.yaml"})
    void shouldKeepWhatKubernetesCannotChange(String values) {
        Path file = Repository.path("deploy/checks/src/test/resources/values/" + values);
        String text = new Helm(PREVIOUS)
                .template()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withKubeVersion("1.36.3")
                .withValuesFile(file)
                .set("clusterLookup", false)
                .call();

        Map<String, String> before = fixed(Manifests.parse(values, text));
        Map<String, String> now = fixed(Chart.render(file));

        assertThat(before).hasSizeGreaterThan(15);
        assertThat(now).containsAllEntriesOf(before);
    }

    /** What cannot be changed, by kind and name: selectors, claims, whether a Service has an address. */
    private static Map<String, String> fixed(Manifests all) {
        return all.kind("Deployment", "StatefulSet", "Service")
                .collect(Collectors.toMap(
                        object -> object.path("kind").asText() + " " + Manifests.name(object),
                        object -> object.path("kind").asText().equals("Service")
                                ? object.at("/spec/clusterIP").asText()
                                : object.at("/spec/selector") + " "
                                        + object.at("/spec/serviceName").asText() + " "
                                        + object.at("/spec/podManagementPolicy").asText() + " "
                                        + object.at("/spec/volumeClaimTemplates")));
    }

    private static Set<String> paths(JsonNode values) {
        var paths = new TreeSet<String>();
        collect(values, "", paths);
        return paths;
    }

    private static void collect(JsonNode values, String path, Set<String> paths) {
        values.properties().forEach(value -> {
            String here = path.isEmpty() ? value.getKey() : path + "." + value.getKey();
            paths.add(here);
            collect(value.getValue(), here, paths);
        });
    }

    private static String fileOfPrevious(String name) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-xzOf", PREVIOUS.toString(), name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar.waitFor()).isZero();
        return text;
    }
}
