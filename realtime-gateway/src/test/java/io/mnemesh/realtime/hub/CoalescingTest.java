package io.mnemesh.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoalescingTest {

    @ParameterizedTest
    @CsvSource({
        "5, 0, 0",
        "5, 1900000, 0",
        "5, 2000000, 1000000",
        "5, 6000000, 3000000",
        "5, 10000000, 5000000",
        "5, 900000000, 5000000",
        "0, 900000000, 0"
    })
    void shouldWaitHalfAsLongAsTheLastDeliveryTook(long mostMs, long took, long delay) {
        var coalescing = new Coalescing(Duration.ofMillis(mostMs));

        coalescing.delivered(took);

        assertThat(coalescing.delay()).isEqualTo(delay);
    }

    @ParameterizedTest
    @CsvSource({"0", "5"})
    void shouldNotWaitBeforeTheFirstDelivery(long mostMs) {
        assertThat(new Coalescing(Duration.ofMillis(mostMs)).delay()).isZero();
    }
}
