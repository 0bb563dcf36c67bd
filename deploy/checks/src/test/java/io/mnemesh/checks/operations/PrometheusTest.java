package io.mnemesh.checks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.checks.chart.Chart;
import io.mnemesh.checks.chart.Manifests;
import io.mnemesh.checks.chart.Repository;
import io.mnemesh.cluster.Command;
import io.mnemesh.cluster.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says of alerts and of the questions of dashboards, where {@code ./mnemesh tools promtool} got its checker. */
class PrometheusTest {

    private static final String RESOURCES = "deploy/checks/src/test/resources/";
    private static final List<String> TESTS = List.of("tests.yaml", "backups.yaml");

    @TempDir
    Path folder;

    @Test
    void shouldFireWhenItShouldAndOnlyThen() throws IOException {
        Files.writeString(folder.resolve("alerts.yaml"), Manifests.YAML.writeValueAsString(alerts()));
        for (String tests : TESTS) {
            Files.copy(Repository.path(RESOURCES + "alerts/" + tests), folder.resolve(tests));
        }

        assertThat(promtool()
                        .call("check", "rules", folder.resolve("alerts.yaml").toString())
                        .ok())
                .contains("SUCCESS: 25 rules found");
        for (String tests : TESTS) {
            assertThat(promtool()
                            .call("test", "rules", folder.resolve(tests).toString())
                            .ok())
                    .contains("SUCCESS");
        }
    }

    @Test
    void shouldUnderstandTheQuestionsOfDashboards() throws IOException {
        ObjectNode file = new ObjectMapper().createObjectNode();
        var rules =
                file.putArray("groups").addObject().put("name", "dashboards").putArray("rules");
        for (Path dashboard : Repository.files(Chart.FOLDER + "/files/dashboards", ".json")) {
            for (String question :
                    new ObjectMapper().readTree(Repository.read(dashboard)).findValuesAsText("expr")) {
                rules.addObject()
                        .put("record", "question:" + rules.size())
                        .put("expr", question.replace("$__rate_interval", "5m").replaceAll("\\$\\w+", "x"));
            }
        }
        Path asked = Files.writeString(folder.resolve("asked.yaml"), Manifests.YAML.writeValueAsString(file));

        assertThat(rules).hasSizeGreaterThan(40);
        assertThat(promtool().call("check", "rules", asked.toString()).ok())
                .contains("SUCCESS: " + rules.size() + " rules found");
    }

    /** What the chart renders, without annotations, which tests of rules would have to repeat. */
    private static JsonNode alerts() {
        JsonNode spec = Chart.render(Repository.path(RESOURCES + "values/monitoring.yaml"))
                .kind("PrometheusRule")
                .findFirst()
                .orElseThrow()
                .path("spec")
                .deepCopy();
        spec.at("/groups/0/rules").forEach(rule -> ((ObjectNode) rule).remove("annotations"));
        return spec;
    }

    private static Command promtool() {
        return new Command(Tools.file("promtool", "bin/promtool"), Map.of());
    }
}
