package io.mnemesh.memory.index.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void shouldGoThroughPointsOnALine() {
        Trend trend = Trend.through(new double[] {0, 1, 3}, new double[] {2, 1.5, 0.5});

        assertThat(trend.slope()).isEqualTo(-0.5, within(1e-12));
        assertThat(trend.at(4)).isEqualTo(0, within(1e-12));
    }

    @Test
    void shouldBeLevelWhereThereIsNoLine() {
        assertThat(Trend.through(new double[0], new double[0]).at(7)).isZero();
        assertThat(Trend.through(new double[] {1, 2}, new double[] {0.2, 0.4}).at(7))
                .isEqualTo(0.3, within(1e-12));
        assertThat(Trend.through(new double[] {1, 1, 1}, new double[] {1, 2, 3}).at(7))
                .isEqualTo(2, within(1e-12));
    }
}
