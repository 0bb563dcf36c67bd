package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastScoresTest {

    /** Rises by one with each hour, so a day by 24. */
    private static final M4 RISING =
            new M4(IntStream.range(0, 72).asDoubleStream().toArray(), new double[] {100, 200});

    @Test
    void shouldScoreAsTheCompetitionDoes() {
        var scores = new ForecastScores();

        scores.add(RISING, new double[] {100, 152});

        double smape = 200 * 48.0 / 352 / 2;
        assertThat(scores.smape()).isCloseTo(smape, within(1e-9));
        assertThat(scores.mase()).isCloseTo(1, within(1e-9));
        assertThat(scores.owa()).isCloseTo((smape / 18.383 + 1 / 2.395) / 2, within(1e-9));
    }

    @Test
    void shouldCountWhatBandsCover() {
        var scores = new ForecastScores();

        scores.add(RISING, new double[] {100, 200});
        scores.addBand(RISING, new double[] {99, 201}, new double[] {101, 202});

        assertThat(scores.covered()).isEqualTo(0.5);
    }

    @Test
    void shouldReadSeriesOfDifferentLengths(@TempDir Path data) throws Exception {
        Files.writeString(data.resolve("Hourly-train.csv"), "V1,V2,V3,V4\n\"H1\",\"1\",2,3\nH5,4,5,\n");
        Files.writeString(data.resolve("Hourly-test.csv"), "V1,V2\nH1,4\nH5,6\n");

        List<M4> series = M4.hourly(data);

        assertThat(series).hasSize(2);
        assertThat(series.getFirst().seen()).containsExactly(1, 2, 3);
        assertThat(series.getLast().seen()).containsExactly(4, 5);
        assertThat(series.getLast().came()).containsExactly(6);
    }
}
