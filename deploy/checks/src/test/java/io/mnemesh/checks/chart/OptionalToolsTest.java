package io.mnemesh.checks.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mnemesh.cluster.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other tools say of the rendered objects, where {@code ./mnemesh tools} got them. */
@Tag("slow")
class OptionalToolsTest {

    @TempDir
    Path folder;

    static List<Path> valueSets() {
        return Chart.valueSets();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void shouldHaveNothingCriticalForKubeScore(Path values) throws IOException, InterruptedException {
        Path tool = tool("kube-score");
        Path file = Files.writeString(folder.resolve("rendered.yaml"), Chart.renderText(values));

        // Limits of processor time throttle; versions are pinned, so that images need not be asked for at each start.
        var arguments = new ArrayList<>(List.of(
                tool.toString(),
                "score",
                "--output-format",
                "ci",
                "--kubernetes-version",
                "v1.32",
                "--ignore-container-cpu-limit",
                "--ignore-test",
                "container-image-pull-policy"));
        if (values.endsWith("ipv6.yaml")) {
            arguments.addAll(List.of("--ignore-test", "pod-networkpolicy"));
        }
        if (values.endsWith("platform-user.yaml")) {
            arguments.addAll(List.of("--ignore-test", "container-security-context-user-group-id"));
        }
        arguments.add(file.toString());

        assertThat(run(arguments).lines().filter(line -> line.startsWith("[CRITICAL]")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void shouldBeStrictlyValidForKubeconform(Path values) throws IOException, InterruptedException {
        Path tool = tool("kubeconform");
        Path schemas = tool.getParent().resolveSibling("schemas");
        Path file = Files.writeString(folder.resolve("rendered.yaml"), Chart.renderText(values));

        String said = run(List.of(
                tool.toString(),
                "-strict",
                "-summary",
                "-skip",
                // Schemas that were made before the chart had roles have none of them.
                "ScaledObject,ServiceMonitor,PrometheusRule,HTTPRoute"
                        + (Files.exists(schemas.resolve("role-rbac-v1.json")) ? "" : ",Role,RoleBinding"),
                "-schema-location",
                schemas + "/{{.ResourceKind}}{{.KindSuffix}}.json",
                file.toString()));

        assertThat(said).contains("Invalid: 0, Errors: 0").doesNotContain("Valid: 0");
    }

    @Test
    void shouldRefuseAModelWithAnotherChecksum() throws IOException, InterruptedException {
        Path model = Files.writeString(folder.resolve("model.onnx"), "a model");
        Path list = Files.writeString(folder.resolve("files"), "0".repeat(64) + " m/model.onnx file://" + model + "\n");

        String said = script(list);

        assertThat(said).contains("m/model.onnx has the SHA-256 ", "it is not used");
        assertThat(folder.resolve("models/m/model.onnx")).doesNotExist();
    }

    @Test
    void shouldTakeAModelWithItsChecksum() throws IOException, InterruptedException {
        Path model = Files.writeString(folder.resolve("model.onnx"), "a model");
        Path list = Files.writeString(
                folder.resolve("files"),
                "97ff8a35544dcf40ad84047074439dd6aa3a0be469ea578a1b1c017d939ec61c m/model.onnx file://" + model + "\n");

        String said = script(list);

        assertThat(said).contains("m/model.onnx is downloaded");
        assertThat(folder.resolve("models/m/model.onnx")).hasContent("a model");
    }

    private String script(Path list) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "the download is left out: there is no curl");
        return run(List.of(
                "env",
                "MODELS_LIST=" + list,
                "MODELS_FOLDER=" + folder.resolve("models"),
                "sh",
                Repository.path(Chart.FOLDER + "/files/download.sh").toString()));
    }

    private static String run(List<String> arguments) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(arguments).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static Path tool(String name) {
        return Tools.file(name, "bin/" + name);
    }
}
