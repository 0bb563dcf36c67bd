package io.mnemesh.checks.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the chart sets are settings there are. */
class EnvironmentVariablesTest {

    /** Read by the virtual machine and by the C library. */
    private static final Set<String> RUNTIME = Set.of("JDK_JAVA_OPTIONS", "MALLOC_ARENA_MAX");

    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9_]+)`");

    @Test
    void shouldBeInTheReference() {
        var known = VARIABLE.matcher(Repository.read("docs/configuration.md"))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> set = Chart.valueSets().stream()
                .map(Chart::render)
                .flatMap(Manifests::services)
                .flatMap(Manifests.Pod::containers)
                .flatMap(container -> Manifests.elements(container.path("env")))
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        set.removeAll(RUNTIME);
        assertThat(set).hasSizeGreaterThan(25).isSubsetOf(known);
    }
}
