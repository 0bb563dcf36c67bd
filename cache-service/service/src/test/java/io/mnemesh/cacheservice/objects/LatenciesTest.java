package io.mnemesh.cacheservice.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LatenciesTest {

    private static final long MICRO = 1_000;

    @Property
    void shouldBeAtMostAQuarterAboveTheTime(@ForAll @LongRange(min = 4, max = 60_000_000) long micros) {
        var times = new Latencies();
        times.add(micros * MICRO);

        long said = times.percentile(0.5).toNanos() / MICRO;

        assertThat(said).isBetween(micros, micros + micros / 4 + 1);
    }

    @Property(tries = 100)
    void shouldGrowWithThePart(
            @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 1, max = 1_000_000_000) Long> nanos) {
        var times = new Latencies();
        nanos.forEach(times::add);

        assertThat(times.count()).isEqualTo(nanos.size());
        assertThat(times.percentile(0.5)).isLessThanOrEqualTo(times.percentile(0.95));
        assertThat(times.percentile(0.95)).isLessThanOrEqualTo(times.percentile(1));
    }

    @Example
    void shouldTellTheTimesOfAHundred() {
        var times = new Latencies();
        var others = new Latencies();
        for (int i = 0; i < 99; i++) {
            (i % 2 == 0 ? times : others).add(Duration.ofMillis(1).toNanos());
        }
        times.add(Duration.ofSeconds(2).toNanos());

        times.add(others);

        assertThat(times.count()).isEqualTo(100);
        assertThat(times.percentile(0.5)).isBetween(Duration.ofMillis(1), Duration.ofNanos(1_280 * MICRO));
        assertThat(times.percentile(0.99)).isEqualTo(times.percentile(0.5));
        assertThat(times.percentile(1)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_500));
    }

    @Example
    void shouldTakeWhatIsBeyondItsEnds() {
        var times = new Latencies();
        assertThat(times.percentile(0.99)).isZero();

        times.add(0);
        assertThat(times.percentile(0.99)).isEqualTo(Duration.ofNanos(MICRO));
        times.add(Duration.ofHours(1).toNanos());
        assertThat(times.percentile(1)).isGreaterThan(Duration.ofMinutes(1));
    }
}
