package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.benchmarks.Nab.Profile;
import io.mnemesh.benchmarks.Nab.Series;
import io.mnemesh.benchmarks.Nab.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class NabTest {

    private static final Profile STANDARD = new Profile("standard", 0.11, 1);
    private static final List<Series> CORPUS =
            List.of(new Series("a", new long[100], new double[100], List.of(new Window(40, 49))));

    @Test
    void shouldReadWindowsAsIndices() throws Exception {
        var lines = List.of(
                "timestamp,value",
                "2014-04-01 00:00:00,1.5",
                "2014-04-01 00:05:00,2",
                "2014-04-01 00:10:00,3",
                "2014-04-01 00:15:00,4");
        var labels = new ObjectMapper().readTree("[[\"2014-04-01 00:05:00.000000\", \"2014-04-01 00:10:00.000000\"]]");

        Series series = Nab.series("a", lines, labels);

        assertThat(series.values()).containsExactly(1.5, 2, 3, 4);
        assertThat(series.seconds()[1] - series.seconds()[0]).isEqualTo(300);
        assertThat(series.windows()).containsExactly(new Window(1, 2));
    }

    @Test
    void shouldGiveAHundredForTheBeginningOfEveryWindowAndNothingElse() {
        assertThat(best(40)).isCloseTo(100, within(1e-9));
    }

    @Test
    void shouldGiveNothingForSilence() {
        assertThat(best()).isZero();
    }

    @Test
    void shouldCountTheEarliestDetectionOfAWindowOnly() {
        assertThat(best(44, 47, 49)).isCloseTo(best(44), within(1e-9));
        assertThat(best(44)).isBetween(85.0, 99.0);
    }

    @Test
    void shouldTakeOffForFalsePositivesAndNotLookAtTheBeginning() {
        double[] scores = scores(40, 20, 3);

        double score = NabScore.at(CORPUS, List.of(scores), STANDARD, 0.5);

        assertThat(score).isCloseTo(100 * (2 - 0.11) / 2, within(1e-9));
    }

    @Test
    void shouldKeepASteadyThresholdAwayFromWhereTheScoreFalls() {
        double[] scores = scores();
        scores[40] = 4;
        for (int i = 60; i < 100; i++) {
            scores[i] = 2;
        }

        double steady = NabScore.steady(CORPUS, List.of(scores), STANDARD);

        assertThat(steady).isBetween(2.3, 3.7);
        assertThat(NabScore.at(CORPUS, List.of(scores), STANDARD, steady)).isCloseTo(100, within(1e-9));
        assertThat(NabScore.best(CORPUS, List.of(scores), STANDARD).threshold()).isEqualTo(4);
    }

    private static double best(int... told) {
        return NabScore.best(CORPUS, List.of(scores(told)), STANDARD).score();
    }

    private static double[] scores(int... told) {
        double[] scores = new double[100];
        for (int i : told) {
            scores[i] = 1;
        }
        return scores;
    }
}
