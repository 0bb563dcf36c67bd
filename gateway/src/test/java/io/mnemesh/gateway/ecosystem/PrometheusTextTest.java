package io.mnemesh.gateway.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldReadSamplesAndLeaveOutWhatIsNone() {
        PrometheusText text = PrometheusText.parse("""
                # HELP a of things
                a 1.5
                b{x="1",y="a } b"} 2 1700000000000
                b{x="2"} 3E1
                c NaN
                d{broken 4
                e one
                nothing
                """);

        assertThat(text.sum("a")).isEqualTo(1.5);
        assertThat(text.sum("b")).isEqualTo(32);
        assertThat(text.sum("b", sample -> sample.has("x", "2"))).isEqualTo(30);
        assertThat(text.sum("c")).isZero();
        assertThat(text.samples()).extracting(PrometheusText.Sample::name).containsExactly("a", "b", "b", "c");
    }

    @Test
    void shouldTellRatesSinceTheReadingBefore() {
        var first = new Counters(0, 100, 10, 5);
        var second = new Counters(2 * SECOND, 140, 11, 5.4);

        assertThat(second.perSecond(first)).isEqualTo(20);
        assertThat(second.badPerSecond(first)).isEqualTo(0.5);
        assertThat(second.meanMillis(first)).isCloseTo(10, within(1e-9));
        assertThat(first.perSecond(null)).isNull();
        assertThat(first.meanMillis(null)).isEqualTo(50);
    }

    @Test
    void shouldTellNoRatesWhenCountsBeganAnew() {
        var restarted = new Counters(2 * SECOND, 3, 0, 0.1);

        assertThat(restarted.perSecond(new Counters(0, 100, 10, 5))).isNull();
        assertThat(restarted.meanMillis(new Counters(0, 100, 10, 5))).isNull();
    }
}
