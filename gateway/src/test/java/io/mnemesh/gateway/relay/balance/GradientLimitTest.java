package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GradientLimitTest {

    private static final long WINDOW = 100_000_000;
    private static final long MILLI = 1_000_000;

    private final GradientLimit limit = new GradientLimit(20, 100, 400, 0);
    private long now;

    private void windows(int count, long latency, int inFlight) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < 9; j++) {
                limit.sample(latency, inFlight, now);
            }
            now += WINDOW + 1;
            limit.sample(latency, inFlight, now);
        }
    }

    @Test
    void shouldBeginWithTheFirstLimit() {
        assertThat(limit.limit()).isEqualTo(100);
    }

    @Test
    void shouldGrowWhileItIsUsedAndAnswersAreQuick() {
        windows(200, MILLI, 1_000);

        assertThat(limit.limit()).isEqualTo(400);
    }

    @Test
    void shouldStayWhenItIsNotUsed() {
        windows(200, MILLI, 10);

        assertThat(limit.limit()).isEqualTo(100);
    }

    @Test
    void shouldFallToTheLeastWhenAnswersQueue() {
        windows(20, MILLI, 100);

        windows(60, 50 * MILLI, 100);

        assertThat(limit.limit()).isLessThan(40).isGreaterThanOrEqualTo(20);
    }

    @Test
    void shouldRecoverWhenAnswersAreQuickAgain() {
        windows(20, MILLI, 100);
        windows(60, 50 * MILLI, 100);

        windows(100, MILLI, 400);

        assertThat(limit.limit()).isGreaterThan(200);
    }
}
