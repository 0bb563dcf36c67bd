package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureModelTest {

    private static final double[] CALM = FailureModel.features(0, 0, 0, 1);

    @Test
    void shouldBeginWithTheRecentFailureRate() {
        var model = new FailureModel();

        assertThat(model.predict(CALM)).isLessThan(0.03);
        assertThat(model.predict(FailureModel.features(0.5, 0.3, 0, 1))).isBetween(0.3, 0.6);
        assertThat(model.predict(FailureModel.features(1, 1, 0, 1))).isGreaterThan(0.95);
    }

    @Test
    void shouldLearnThatSlownessComesBeforeFailure() {
        var model = new FailureModel();
        double[] slow = FailureModel.features(0, 0, 2, 8);
        double before = model.predict(slow);

        for (int i = 0; i < 500; i++) {
            model.learn(slow, true);
            model.learn(CALM, false);
        }

        assertThat(before).isLessThan(0.1);
        assertThat(model.predict(slow)).isGreaterThan(0.6);
        assertThat(model.predict(CALM)).isLessThan(0.1);
    }

    @Test
    void shouldBoundSlownessFromBothSides() {
        assertThat(FailureModel.features(0, 0, -3, 0)[3]).isZero();
        assertThat(FailureModel.features(0, 0, 50, 0)[3]).isEqualTo(2);
    }

    @Test
    void shouldHandOutCopiesOfItsWeights() {
        var model = new FailureModel();

        model.weights()[0] = 100;

        assertThat(model.predict(CALM)).isLessThan(0.03);
    }
}
