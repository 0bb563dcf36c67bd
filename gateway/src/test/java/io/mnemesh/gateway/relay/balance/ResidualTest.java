package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidualTest {

    private final Residual residual = new Residual();

    private static double[] features(CostClass costClass, int inFlight) {
        return Features.of(new RouteContext(costClass, 0, 12, true), inFlight);
    }

    private void learn(int times, double search, double perFlight) {
        var random = new Random(5);
        for (int i = 0; i < times; i++) {
            CostClass costClass = i % 2 == 0 ? CostClass.READ : CostClass.SEARCH;
            int inFlight = random.nextInt(8);
            double observed = (costClass == CostClass.SEARCH ? search : 0) + perFlight * Math.log1p(inFlight);
            residual.learn(features(costClass, inFlight), observed + 0.05 * random.nextGaussian());
        }
    }

    @Test
    void shouldPredictTheAverageBeforeItHasLearned() {
        assertThat(residual.predict(features(CostClass.SEARCH, 3))).isZero();
        assertThat(residual.samples()).isZero();
    }

    @Test
    void shouldLearnWhatLatencyDependsOn() {
        learn(2_000, 1.2, 0.4);

        assertThat(residual.predict(features(CostClass.READ, 0))).isCloseTo(0, within(0.1));
        assertThat(residual.predict(features(CostClass.SEARCH, 0))).isCloseTo(1.2, within(0.1));
        assertThat(residual.predict(features(CostClass.SEARCH, 7))).isCloseTo(1.2 + 0.4 * Math.log(8), within(0.1));
    }

    @Test
    void shouldFollowAChange() {
        learn(2_000, 1.2, 0);

        learn(4_000, -0.6, 0);

        assertThat(residual.predict(features(CostClass.SEARCH, 0))).isCloseTo(-0.6, within(0.1));
    }

    @Test
    void shouldBeSurerOfWhatItHasSeen() {
        learn(500, 1, 0);

        assertThat(residual.uncertainty(features(CostClass.SEARCH, 2)))
                .isLessThan(residual.uncertainty(features(CostClass.BULK, 2)));
    }

    @Test
    void shouldStayBoundedWhateverItIsTold() {
        for (double absurd : new double[] {1e300, -1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            for (int i = 0; i < 1_000; i++) {
                residual.learn(features(CostClass.READ, i), absurd);
            }
            assertThat(residual.predict(features(CostClass.READ, 1))).isBetween(-2.5, 2.5);
        }
    }

    @Test
    void shouldForget() {
        learn(100, 1, 0);

        residual.forget();

        assertThat(residual.coefficients()).containsOnly(0);
        assertThat(residual.samples()).isZero();
    }
}
