package io.mnemesh.intelligence.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeasonsTest {

    private final Random random = new Random(11);

    @Test
    void shouldFindTheDayAndTheWeek() {
        double[] series = IntStream.range(0, 700)
                .mapToDouble(i ->
                        100 + 20 * Math.sin(2 * Math.PI * i / 24) + (i / 24 % 7 >= 5 ? -10 : 0) + random.nextGaussian())
                .toArray();

        assertThat(Seasons.of(series)).isEqualTo(new Seasons(24, 168));
    }

    @Test
    void shouldFindASeasonThatIsNoDay() {
        double[] series = IntStream.range(0, 300)
                .mapToDouble(i -> i % 7 == 0 ? 50 : 10 + 0.1 * i + random.nextGaussian())
                .toArray();

        assertThat(Seasons.of(series)).isEqualTo(new Seasons(7));
    }

    @Test
    void shouldFindNoneInNoiseConstantsAndLines() {
        assertThat(Seasons.of(random.doubles(500).toArray())).isEqualTo(Seasons.NONE);
        assertThat(Seasons.of(new double[500])).isEqualTo(Seasons.NONE);
        assertThat(Seasons.of(IntStream.range(0, 500).asDoubleStream().toArray()))
                .isEqualTo(Seasons.NONE);
        assertThat(Seasons.of(new double[0])).isEqualTo(Seasons.NONE);
    }
}
