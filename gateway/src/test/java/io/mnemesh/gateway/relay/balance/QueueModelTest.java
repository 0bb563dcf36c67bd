package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.gateway.relay.balance.QueueModel.ServiceTimes;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueModelTest {

    private static final long SERVICE = 10_000_000;

    private final QueueModel queue = new QueueModel();
    private final ServiceTimes times = new ServiceTimes();
    private final SplittableRandom random = new SplittableRandom(3);

    /** Answers of an instance that works on so many at once, with up to 20 in flight. */
    private void answers(int count, double atOnce) {
        for (int i = 0; i < count; i++) {
            int inFlight = random.nextInt(20);
            double noise = Math.exp(0.3 * random.nextGaussian());
            queue.observe(times, (long) (SERVICE * noise * Math.max(1, (inFlight + 1) / atOnce)), inFlight);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 4, 8, 16})
    void shouldFindOutHowManyRequestsAreWorkedOnAtOnce(double atOnce) {
        answers(5_000, atOnce);

        assertThat(queue.atOnce()).isEqualTo(atOnce);
        assertThat(queue.logService(times)).isCloseTo(Math.log(SERVICE), within(0.3));
    }

    @Test
    void shouldExpectTheServiceTimeUpToThatNumberAndInProportionAboveIt() {
        answers(5_000, 4);
        double service = queue.logService(times);

        assertThat(queue.logLatency(times, 0)).isEqualTo(service);
        assertThat(queue.logLatency(times, 3)).isEqualTo(service);
        assertThat(queue.logLatency(times, 7)).isCloseTo(service + Math.log(2), within(1e-9));
    }

    @Test
    void shouldReckonWithAsManyRequestsOfOtherGateways() {
        answers(5_000, 4);

        assertThat(queue.stretch(0)).isEqualTo(1);
        assertThat(queue.stretch(1)).isEqualTo(1);
        assertThat(queue.stretch(3)).isEqualTo(2);
        assertThat(queue.stretch(7)).isEqualTo(4);
    }

    @Test
    void shouldFollowAnUpstreamThatIsGivenMoreWorkers() {
        answers(5_000, 1);

        answers(20_000, 8);

        assertThat(queue.atOnce()).isEqualTo(8);
    }

    @Test
    void shouldBeginAnewWhenItForgets() {
        answers(5_000, 8);

        queue.forget();

        assertThat(queue.atOnce()).isEqualTo(1);
        answers(5_000, 4);
        assertThat(queue.atOnce()).isEqualTo(4);
    }

    @Test
    void shouldFindOneAtATimeUntilItHasSeenEnough() {
        answers(100, 8);

        assertThat(queue.atOnce()).isEqualTo(1);
    }
}
