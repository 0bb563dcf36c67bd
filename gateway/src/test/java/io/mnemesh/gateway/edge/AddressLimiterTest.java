package io.mnemesh.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressLimiterTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AddressLimiter sockets = new AddressLimiter(2, Duration.ofSeconds(5), 100, nanos::get);

    @Test
    void shouldHaveAPlaceAgainWhenTheFirstSocketHasShownItsTokenOrIsClosed() {
        assertThat(sockets.enter("a")).isTrue();
        pass(Duration.ofSeconds(3));
        assertThat(sockets.enter("a")).isTrue();
        assertThat(sockets.enter("a")).isFalse();

        pass(Duration.ofSeconds(2));
        assertThat(sockets.enter("a")).isTrue();
        assertThat(sockets.enter("a")).isFalse();
    }

    @Test
    void shouldKeepAddressesApart() {
        sockets.enter("a");
        sockets.enter("a");

        assertThat(sockets.enter("b")).isTrue();
    }

    @Test
    void shouldNotCountWhatItRefused() {
        for (int i = 0; i < 10; i++) {
            sockets.enter("a");
        }
        pass(Duration.ofSeconds(5));

        assertThat(sockets.enter("a")).isTrue();
        assertThat(sockets.enter("a")).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
