package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HighQuantileTest {

    private final HighQuantile quantile = new HighQuantile();

    @Test
    void shouldSayNothingBeforeAHundredLatencies() {
        for (int i = 0; i < 99; i++) {
            quantile.observe(1_000);
        }
        assertThat(quantile.nanos()).isZero();

        quantile.observe(1_000);

        assertThat(quantile.nanos()).isPositive();
    }

    @Test
    void shouldFindThe95thPercentile() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            quantile.observe(random.nextInt(1_000_000));
        }

        assertThat(quantile.nanos()).isBetween(850_000L, 1_050_000L);
    }
}
