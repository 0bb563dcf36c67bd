package io.mnemesh.checks.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {

    static List<Path> valueSets() {
        return Chart.valueSets();
    }

    @Test
    void shouldBeCleanWhenLintedStrictly() {
        LintResult result = Chart.lint();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages())
                .noneMatch(message -> message.contains("[ERROR]") || message.contains("[WARNING]"));
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void shouldRenderObjectsThatTheirModelsKnow(Path values) {
        var typed = Chart.render(values).all().stream()
                .filter(object ->
                        !StrictModels.FOREIGN.contains(object.path("kind").asText()))
                .toList();

        List<HasMetadata> read = typed.stream().map(StrictModels::read).toList();

        assertThat(read)
                .extracting(object -> object.getMetadata().getName())
                .containsExactlyElementsOf(typed.stream().map(Manifests::name).toList());
    }

    @Test
    void shouldKnowAFieldThatIsWrong() {
        var policy = (ObjectNode) Chart.render(Chart.valueSets().getFirst())
                .kind("NetworkPolicy")
                .findFirst()
                .orElseThrow()
                .deepCopy();
        ((ObjectNode) policy.path("spec")).put("podSelektor", "x");

        assertThatThrownBy(() -> StrictModels.read(policy)).hasMessageContaining("podSelektor");
    }

    @Test
    void shouldCarryTheBootstrapOfTheMesh() {
        assertThat(Repository.read(Chart.FOLDER + "/files/bootstrap.sql"))
                .isEqualTo(Repository.read("mesh/embedded/src/main/resources/io/mnemesh/embedded/bootstrap.sql"));
    }

    @Test
    void shouldCheckTheDevelopmentValuesAsTheyAre() {
        assertThat(Repository.read("deploy/checks/src/test/resources/values/development.yaml"))
                .isEqualTo(Repository.read(Chart.FOLDER + "/values-development.yaml"));
    }

    @Test
    void shouldHaveTheGatewayFindThePodsThatAreReadyByDns() {
        Manifests all = Chart.render(Repository.path("deploy/checks/src/test/resources/values/ingress.yaml"));

        String upstream = all.services()
                .filter(pod -> pod.component().equals("gateway"))
                .flatMap(pod -> Manifests.elements(pod.main().path("env")))
                .filter(variable -> variable.path("name").asText().equals("MNEMESH_GATEWAY_UPSTREAMS_MEMORY"))
                .map(variable -> variable.path("value").asText())
                .findFirst()
                .orElseThrow();
        assertThat(upstream).matches("dns://[a-z-]+-memory-ready:7401");
        assertThat(all.kind("Service").filter(service -> upstream.startsWith("dns://" + Manifests.name(service) + ":")))
                .singleElement()
                .satisfies(service ->
                        assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None"));
    }
}
