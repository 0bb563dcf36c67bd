package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long SHORTEST = 100;
    private static final long LONGEST = 1_000;

    private final Breaker breaker = new Breaker(SHORTEST, LONGEST, 0);

    @Test
    void shouldOpenOnceAndSayWhy() {
        assertThat(breaker.isClosed()).isTrue();

        assertThat(breaker.trip(10, "first")).isTrue();
        assertThat(breaker.trip(11, "second")).isFalse();

        assertThat(breaker.state()).isEqualTo(new Breaker.State.Open(1, 110, "first"));
    }

    @Test
    void shouldLetOneTryWhenItsTimeIsOver() {
        breaker.trip(0, "failing");

        assertThat(breaker.tryTrial(99)).isFalse();
        assertThat(breaker.tryTrial(100)).isTrue();
        assertThat(breaker.tryTrial(101)).isFalse();
    }

    @Test
    void shouldCloseAfterATrialThatWentWell() {
        breaker.trip(0, "failing");
        breaker.tryTrial(100);

        assertThat(breaker.tried(false, 120)).isTrue();

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void shouldStayOpenTwiceAsLongAfterEachTrialThatFailed() {
        breaker.trip(0, "failing");
        breaker.tryTrial(100);
        assertThat(breaker.tried(true, 100)).isFalse();
        assertThat(breaker.state()).isEqualTo(new Breaker.State.Open(2, 300, "trial failed"));

        breaker.tryTrial(300);
        breaker.tried(true, 300);
        assertThat(breaker.state()).isEqualTo(new Breaker.State.Open(3, 700, "trial failed"));
        for (int i = 0; i < 20; i++) {
            breaker.tryTrial(10_000L * (i + 1));
            breaker.tried(true, 10_000L * (i + 1));
        }

        assertThat(breaker.state())
                .isInstanceOfSatisfying(
                        Breaker.State.Open.class,
                        open -> assertThat(open.until()).isEqualTo(200_000 + LONGEST));
    }

    @Test
    void shouldForgetEarlierOpeningsAfterALongCalm() {
        breaker.trip(0, "failing");
        breaker.tryTrial(100);
        breaker.tried(false, 100);

        breaker.trip(200, "again");
        assertThat(breaker.state()).isEqualTo(new Breaker.State.Open(2, 400, "again"));
        breaker.tryTrial(400);
        breaker.tried(false, 400);
        breaker.trip(400 + LONGEST + 1, "much later");

        assertThat(breaker.state()).isEqualTo(new Breaker.State.Open(1, 400 + LONGEST + 1 + SHORTEST, "much later"));
    }

    @Test
    void shouldLetTheNextOneTryWhenATrialSaidNothing() {
        breaker.trip(0, "failing");
        breaker.tryTrial(100);

        breaker.untried(150);

        assertThat(breaker.tryTrial(150)).isTrue();
    }

    @Test
    void shouldNotWaitForEverForATrialThatIsLost() {
        breaker.trip(0, "failing");
        breaker.tryTrial(100);

        assertThat(breaker.tryTrial(100 + LONGEST - 1)).isFalse();
        assertThat(breaker.tryTrial(100 + LONGEST)).isTrue();
    }
}
