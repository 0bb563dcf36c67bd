package io.mnemesh.checks.operations;

import static io.mnemesh.checks.chart.Manifests.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.checks.chart.Manifests;
import io.mnemesh.checks.chart.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What compose.yaml says, as far as it can be told without Docker. */
class ComposeTest {

    private static final Set<String> OTHERS = Set.of("JDK_JAVA_OPTIONS", "POSTGRES_DB", "POSTGRES_PASSWORD");

    @Test
    void shouldStartTheWholeMesh() throws IOException {
        assertThat(services().properties().stream().map(entry -> entry.getKey()))
                .containsExactlyInAnyOrder(
                        "postgres", "redis", "gateway", "memory", "embeddings", "intelligence", "realtime", "cache");
    }

    @Test
    void shouldSetSettingsThereAre() throws IOException {
        String reference = Repository.read("docs/configuration.md");
        var variables = new TreeSet<String>();
        services().forEach(service -> service.path("environment").fieldNames().forEachRemaining(variables::add));
        anchors().path("x-environment").fieldNames().forEachRemaining(variables::add);
        variables.removeIf(variable -> OTHERS.contains(variable) || variable.equals("<<"));

        assertThat(variables).hasSizeGreaterThan(15).allMatch(variable -> reference.contains("`" + variable + "`"));
    }

    @Test
    void shouldOpenTheGatewayOnlyAndOnThisMachineOnly() throws IOException {
        Set<String> open = services().properties().stream()
                .filter(entry -> entry.getValue().has("ports"))
                .map(entry -> entry.getKey())
                .collect(Collectors.toSet());

        assertThat(open).containsExactly("gateway");
        assertThat(services().at("/gateway/ports/0").asText()).startsWith("127.0.0.1:");
    }

    @Test
    void shouldHaveNoPasswordOfItsOwn() throws IOException {
        assertThat(services())
                .allSatisfy(service -> service.path("environment").properties().stream()
                        .filter(entry -> entry.getKey().matches(".*(PASSWORD|_KEY)"))
                        .forEach(entry -> assertThat(entry.getValue().asText())
                                .startsWith("${")
                                .contains(":?")));
    }

    @Test
    void shouldPinImagesAndMountFilesThatAreThere() throws IOException {
        assertThat(services()).allSatisfy(service -> {
            assertThat(service.path("image").asText()).matches(".+:[0-9].*");
            elements(service.path("volumes"))
                    .map(JsonNode::asText)
                    .filter(volume -> volume.startsWith("./"))
                    .forEach(volume -> assertThat(
                                    Files.exists(Repository.path(volume.substring(2, volume.indexOf(':')))))
                            .isTrue());
        });
    }

    private static JsonNode anchors() throws IOException {
        return Manifests.YAML.readTree(Repository.read("compose.yaml"));
    }

    private static JsonNode services() throws IOException {
        return anchors().path("services");
    }
}
