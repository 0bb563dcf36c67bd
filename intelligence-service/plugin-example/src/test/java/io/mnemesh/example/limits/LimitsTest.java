package io.mnemesh.example.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.spi.Advice.Effect;
import io.mnemesh.intelligence.spi.Detector;
import io.mnemesh.intelligence.spi.Observed;
import io.mnemesh.intelligence.spi.SeriesKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final SeriesKey QUEUE = new SeriesKey("example_queue_depth", "orders", null, "lower");

    @Test
    void shouldScoreWhatIsAboveTheLimitTheMoreTheLongerAndGoOnAfterARestart() throws IOException {
        var factory = new LimitDetectors();
        Detector before = factory.create(QUEUE);
        assertThat(before.score(1, 99)).isZero();
        assertThat(before.score(2, 150)).isEqualTo(0.5);
        var bytes = new ByteArrayOutputStream();
        before.write(new DataOutputStream(bytes));

        Detector after = factory.create(QUEUE);
        after.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(after.score(3, 150)).isEqualTo(1.0);
        assertThat(factory.fits(QUEUE)).isTrue();
        assertThat(factory.fits(new SeriesKey("other", "", null, null))).isFalse();
    }

    @Test
    void shouldGoOnAsInTheMean() {
        assertThat(new DriftPredictor().forecast(new double[] {0, 0.5, 1}, new int[0], 2))
                .containsExactly(1.5, 2);
    }

    @Test
    void shouldAdviseToRelieveAQueueThatHoldsTooMuch() {
        var full = observed(120);

        assertThat(new LimitRecommender().recommend(full, List.of(full)))
                .singleElement()
                .satisfies(advice -> {
                    assertThat(advice.kind()).isEqualTo("relieve-queue");
                    assertThat(advice.effect()).isEqualTo(new Effect(120, 100));
                });
        assertThat(new LimitRecommender().recommend(observed(20), List.of())).isEmpty();
    }

    private static Observed observed(double last) {
        return new Observed(QUEUE, new long[] {1, 2}, new double[] {1, last}, List.of(), List.of(), List.of());
    }
}
