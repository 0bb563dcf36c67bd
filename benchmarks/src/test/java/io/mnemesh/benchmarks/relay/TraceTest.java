package io.mnemesh.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.gateway.relay.balance.CostClass;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TraceTest {

    /** The most that is asked for over what all machines bear together, at any time. */
    private static double highestLoad(Trace trace) {
        return IntStream.range(0, (int) (10 * trace.seconds()))
                .mapToDouble(tenth -> tenth / 10.0)
                .map(second -> trace.rate().applyAsDouble(second)
                        / trace.machines().stream()
                                .mapToDouble(
                                        machine -> machine.servers() * 1000 / machine.millis(CostClass.READ, 0, second))
                                .sum())
                .max()
                .orElseThrow();
    }

    @Test
    void shouldAskDriftingMachinesForNoMoreThanFourFifthsOfWhatTheyBear() {
        assertThat(highestLoad(Trace.drifting())).isCloseTo(0.8, within(0.001));
        assertThat(highestLoad(Trace.driftingOverloaded())).isGreaterThan(1.05);
    }

    @Test
    void shouldMeanTheRatioOfSeeds() {
        Paired ratio = Paired.over(1, 2, seed -> seed == 1 ? 2 : 8, seed -> 1);

        assertThat(ratio.mean()).isCloseTo(4, within(1e-9));
        // ln 2 and ln 8: their deviation is ln 4 / √2, the error of the mean that over √2.
        assertThat(ratio.high()).isCloseTo(4 * Math.exp(1.96 * Math.log(4) / 2), within(1e-9));
        assertThat(ratio.low()).isCloseTo(16 / ratio.high(), within(1e-9));
    }

    @Test
    void shouldBeServedSoonerByWhoIsTold() {
        double told = Replay.of(Trace.drifting(), "told", 7).p99Millis();

        assertThat(told).isLessThan(Replay.of(Trace.drifting(), "P2C-EWMA", 7).p99Millis());
        assertThat(Replay.of(Trace.drifting(), "told", 7).p99Millis()).isEqualTo(told);
    }
}
