package io.mnemesh.checks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.checks.chart.Chart;
import io.mnemesh.checks.chart.Manifests;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule, against what every set of values renders. */
class RulesTest {

    static List<Rule> rules() {
        return Stream.of(
                        SecurityRules.all(),
                        ContainerRules.all(),
                        WorkloadRules.all(),
                        ObjectRules.all(),
                        NetworkRules.all(),
                        AccessRules.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldHoldWithEverySetOfValues(Rule rule) {
        List<String> broken = Chart.valueSets().stream()
                .map(Chart::render)
                .flatMap(all -> violations(rule, all))
                .toList();

        assertThat(broken).isEmpty();
    }

    @Test
    void shouldBeManyRulesOverManySets() {
        assertThat(rules()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(rules().stream().map(Rule::name).distinct()).hasSameSizeAs(rules());
        assertThat(Chart.valueSets()).hasSizeGreaterThanOrEqualTo(10);
    }

    private static Stream<String> violations(Rule rule, Manifests all) {
        return rule.check().apply(all).map(what -> all.origin() + ": " + what);
    }
}
