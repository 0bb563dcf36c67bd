package io.mnemesh.intelligence.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GridTest {

    private static final int LEAST = Forecaster.LEAST;

    @Test
    void shouldPutPointsInOrderAndFillWhatIsMissing() {
        long[] seconds = {120, 0, 60, 60, 300};
        double[] values = {3, 1, 2, 99, 6};

        Grid grid = Grid.of(seconds, values, 0, 2);

        assertThat(grid.start()).isZero();
        assertThat(grid.step()).isEqualTo(60);
        assertThat(grid.values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(grid.filled()).isEqualTo(2);
        assertThat(grid.unused()).isEqualTo(1);
        assertThat(grid.end()).isEqualTo(300);
    }

    @Test
    void shouldLeaveOutWhatIsNoNumber() {
        Grid grid =
                Grid.of(new long[] {0, 60, 120, 180}, new double[] {1, Double.NaN, Double.POSITIVE_INFINITY, 4}, 60, 2);

        assertThat(grid.values()).containsExactly(new double[] {1, 2, 3, 4}, within(1e-12));
        assertThat(grid.unused()).isEqualTo(2);
    }

    @Test
    void shouldTakeTheMeanOfACellWithoutOverflow() {
        Grid grid = Grid.of(new long[] {0, 10, 3600}, new double[] {Double.MAX_VALUE, Double.MAX_VALUE, 1}, 3600, 2);

        assertThat(grid.values()[0]).isEqualTo(Double.MAX_VALUE);
        assertThat(grid.values()[1]).isEqualTo(1);
    }

    @Test
    void shouldGoOnBeforeAClockThatJumpedAhead() {
        long[] seconds = LongStream.range(0, 101).map(i -> i * 60).toArray();
        seconds[100] = 4_000_000_000L;
        double[] values = IntStream.range(0, 101).asDoubleStream().toArray();

        Grid grid = Grid.of(seconds, values, 0, LEAST);

        assertThat(grid.values()).hasSize(100);
        assertThat(grid.end()).isEqualTo(99 * 60);
        assertThat(grid.unused()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheLatestOfAVeryLongSeries() {
        long[] seconds = LongStream.range(0, 20_000).toArray();
        double[] values = IntStream.range(0, 20_000).asDoubleStream().toArray();

        Grid grid = Grid.of(seconds, values, 0, LEAST);

        assertThat(grid.values()).hasSize(Grid.MOST);
        assertThat(grid.values()[Grid.MOST - 1]).isEqualTo(19_999);
        assertThat(grid.unused()).isEqualTo(18_000);
    }

    @Test
    void shouldTakeNothingAndOnePoint() {
        assertThat(Grid.of(new long[0], new double[0], 0, LEAST).values()).isEmpty();
        assertThat(Grid.of(new long[] {5}, new double[] {Double.NaN}, 0, LEAST).unused())
                .isEqualTo(1);
        assertThat(Grid.of(new long[] {5}, new double[] {7}, 0, LEAST).values()).containsExactly(7);
        assertThat(Grid.of(new long[] {5}, new double[] {7}, 3600, LEAST).values())
                .containsExactly(7);
    }
}
