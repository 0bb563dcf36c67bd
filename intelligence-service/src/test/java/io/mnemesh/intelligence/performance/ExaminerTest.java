package io.mnemesh.intelligence.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.intelligence.performance.evidence.ChangePoints;
import io.mnemesh.intelligence.performance.evidence.Values;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExaminerTest {

    private final double[] noise =
            new Random(11).doubles(400).map(value -> value - 0.5).toArray();

    @Test
    void shouldAdviseToUndoAChangeForTheWorseWithItsEffect() {
        var report = examine(List.of(series("latency", "lower", 200, i -> (i < 120 ? 20 : 45) + noise[i])));

        assertThat(report.recommendations()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo("undo-change");
            assertThat(one.summary())
                    .startsWith("latency of api rose from ")
                    .contains("at 1970-01-01T02:00:00Z and stayed there for 80 points.");
            assertThat(one.effect()).isNotNull();
            assertThat(one.effect().from()).isCloseTo(45, within(0.2));
            assertThat(one.effect().to()).isCloseTo(20, within(0.2));
            assertThat(one.confidence()).isGreaterThan(0.99);
            assertThat(one.evidence().getFirst()).startsWith("120 points at the level before and 80 at the one after");
        });
    }

    @Test
    void shouldAdviseNothingForTheBetterNorWithoutKnowingWhatIsBetter() {
        var better = examine(List.of(series("hits", "higher", 200, i -> (i < 120 ? 20 : 45) + noise[i])));
        var unknown = examine(List.of(series("load", null, 200, i -> (i < 120 ? 20 : 45) + noise[i])));

        assertThat(better.recommendations()).isEmpty();
        assertThat(unknown.recommendations()).isEmpty();
        assertThat(unknown.missing())
                .contains("For advice about the change of load of api which of its values are better "
                        + "(better: lower or higher).");
    }

    @Test
    void shouldNameWhatMovesEarlier() {
        var report = examine(List.of(
                series("latency", "lower", 200, i -> 10 * noise[i + 20]),
                series("queue", null, 200, i -> noise[i + 23])));

        assertThat(report.relations()).singleElement().satisfies(relation -> {
            assertThat(relation.found().lag()).isEqualTo(-180);
            assertThat(relation.found().coefficient()).isCloseTo(1, within(1e-6));
        });
        assertThat(report.recommendations()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo("watch-leading");
            assertThat(one.name().metric()).isEqualTo("latency");
            assertThat(one.summary()).isEqualTo("latency of api follows queue of api by 180 s (correlation 1).");
            assertThat(one.effect()).isNull();
        });
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThat(examine(List.of()).missing())
                .containsExactly(
                        "For correlations a second series.", "Points of a metric: none that fit were recorded.");
        assertThat(examine(List.of(series("latency", null, 12, i -> i))).missing())
                .containsExactly(
                        "For correlations a second series.",
                        "For anomalies of latency of api 50 points that are watched first; there were 12.",
                        "For changes of latency of api 40 points; there are 12.");
        assertThat(examine(List.of(series("a", null, 60, i -> noise[i]), series("b", null, 60, i -> 7)))
                        .missing())
                .containsExactly(
                        "For correlations 30 common windows of time in which both change; 1 of 1 pairs of series have less.");
    }

    @Test
    void shouldWriteNumbersAsPeopleReadThem() {
        assertThat(Figures.of(1234.5678)).isEqualTo("1235");
        assertThat(Figures.of(0.00012345)).isEqualTo("0.0001234");
        assertThat(Figures.of(20)).isEqualTo("20");
        assertThat(Figures.of(-1.5e80)).isEqualTo("-1.5E+80");
        assertThat(Figures.percent(20, 45)).isEqualTo(" (+125 %)");
        assertThat(Figures.percent(-20, -45)).isEqualTo(" (-125 %)");
        assertThat(Figures.percent(0, 45)).isEmpty();
    }

    private static PerformanceReport examine(List<SeriesEvidence> series) {
        return Examiner.examine(series, List.of());
    }

    private static SeriesEvidence series(
            String metric, @Nullable String better, int points, IntToDoubleFunction value) {
        long[] seconds = new long[points];
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            seconds[i] = i * 60L;
            values[i] = value.applyAsDouble(i);
        }
        var stretch = new Values(seconds, values);
        return new SeriesEvidence(
                new SeriesName(metric, "api"), null, better, points, stretch, ChangePoints.of(stretch), List.of());
    }
}
