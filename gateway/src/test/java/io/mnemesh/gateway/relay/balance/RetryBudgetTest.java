package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    @Test
    void shouldGiveWhatIsKeptAndNoMore() {
        var budget = new RetryBudget(0.1, 2);

        assertThat(budget.left()).isEqualTo(2);
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
        assertThat(budget.left()).isZero();
    }

    @Test
    void shouldEarnOneRepetitionWithTenRequests() {
        var budget = new RetryBudget(0.1, 1);
        budget.take();

        for (int i = 0; i < 9; i++) {
            budget.requested();
            assertThat(budget.take()).isFalse();
        }
        budget.requested();

        assertThat(budget.take()).isTrue();
    }

    @Test
    void shouldKeepNoMoreThanItsBound() {
        var budget = new RetryBudget(0.5, 3);

        for (int i = 0; i < 1_000; i++) {
            budget.requested();
        }

        assertThat(budget.left()).isEqualTo(3);
    }
}
