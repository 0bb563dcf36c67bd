package io.mnemesh.checks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.checks.chart.Chart;
import io.mnemesh.checks.chart.Manifests;
import io.mnemesh.checks.chart.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboards and alerts speak of metrics there are, and every alert has its page. */
class MonitoringTest {

    private static final Pattern NAME = Pattern.compile("\\b(mnemesh_[a-z_]+|jvm_[a-z_]+|process_[a-z_]+)\\b");

    @Test
    void shouldAskForMetricsThatAreRegistered() throws IOException {
        var asked = new TreeSet<String>();
        for (String expression : expressions()) {
            NAME.matcher(expression).results().forEach(match -> asked.add(MetricNames.stripped(match.group(1))));
        }

        assertThat(asked).hasSizeGreaterThan(30).isSubsetOf(MetricNames.registered());
    }

    @Test
    void shouldHaveARunbookForEveryAlert() throws IOException {
        Set<String> alerts = alerts().stream()
                .map(alert -> alert.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> pages = Repository.files("docs/operations/runbooks", ".md").stream()
                .map(file -> file.getFileName().toString().replace(".md", ""))
                .filter(page -> !page.equals("README"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(pages).isEqualTo(alerts).hasSizeGreaterThanOrEqualTo(15);
        assertThat(alerts()).allSatisfy(alert -> {
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .endsWith("/" + alert.path("alert").asText() + ".md");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
        });
    }

    @Test
    void shouldFillInTheNamespace() throws IOException {
        JsonNode rule = Chart.render(Repository.path("deploy/checks/src/test/resources/values/monitoring.yaml"))
                .kind("PrometheusRule")
                .findFirst()
                .orElseThrow();

        assertThat(rule.toString())
                .contains("namespace=\\\"mesh\\\"")
                .doesNotContain("NAMESPACE", "FULLNAME", "RUNBOOKS");
        assertThat(rule.at("/spec/groups/0/rules")).hasSameSizeAs(alerts());
    }

    private static List<JsonNode> alerts() throws IOException {
        return Manifests.elements(Manifests.YAML
                        .readTree(Repository.read(Chart.FOLDER + "/files/alerts.yaml"))
                        .at("/groups/0/rules"))
                .toList();
    }

    private static List<String> expressions() throws IOException {
        var expressions = new ArrayList<String>();
        alerts().forEach(alert -> expressions.add(alert.path("expr").asText()));
        var json = new ObjectMapper();
        for (var file : Repository.files(Chart.FOLDER + "/files/dashboards", ".json")) {
            json.readTree(Repository.read(file)).findValuesAsText("expr").forEach(expressions::add);
        }
        expressions.add(Repository.read(Chart.FOLDER + "/templates/_services.tpl"));
        return expressions;
    }
}
