package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrustTest {

    private final Trust trust = new Trust();

    private void compare(int times, double average, double learned) {
        for (int i = 0; i < times; i++) {
            trust.compare(average, learned);
        }
    }

    @Test
    void shouldTrustWhatWasBetterTwoHundredTimes() {
        compare(199, 0.4, 0.2);
        assertThat(trust.isTrusted()).isFalse();

        compare(1, 0.4, 0.2);

        assertThat(trust.isTrusted()).isTrue();
    }

    @Test
    void shouldNotBeginToTrustWhatIsNoBetter() {
        compare(1_000, 0.4, 0.4);

        assertThat(trust.isTrusted()).isFalse();
    }

    @Test
    void shouldNotStopTrustingBecauseOfNoise() {
        compare(1_000, 0.4, 0.399);

        compare(1_000, 0.4, 0.407);

        assertThat(trust.isTrusted()).isTrue();
    }

    @Test
    void shouldStopTrustingWhatHasBecomeWorse() {
        compare(300, 0.4, 0.2);

        compare(300, 0.2, 0.4);

        assertThat(trust.isTrusted()).isFalse();
        assertThat(trust.learnedError()).isGreaterThan(trust.averageError());
    }

    @Test
    void shouldForget() {
        compare(300, 0.4, 0.2);

        trust.forget();

        assertThat(trust.isTrusted()).isFalse();
        assertThat(trust.samples()).isZero();
    }
}
