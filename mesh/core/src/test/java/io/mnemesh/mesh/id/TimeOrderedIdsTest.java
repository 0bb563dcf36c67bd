package io.mnemesh.mesh.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    @Test
    void shouldBeVersion7WithTheTimeInFront() {
        // Given
        var ids = new TimeOrderedIds(Clock.fixed(Instant.ofEpochMilli(1_767_225_600_123L), ZoneOffset.UTC));

        // When
        UUID id = ids.next();

        // Then
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_767_225_600_123L);
    }

    @Property(tries = 200)
    void shouldRiseWhateverTheClockDoes(
            @ForAll @Size(min = 2, max = 50) java.util.List<@LongRange(min = 1, max = 1L << 45) Long> times) {
        // Given
        var clock = new SteppingClock(times);
        var ids = new TimeOrderedIds(clock);

        // When
        var made =
                IntStream.range(0, times.size() * 3).mapToObj(n -> ids.next()).toList();

        // Then
        assertThat(made).isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()));
        assertThat(new HashSet<>(made)).hasSameSizeAs(made);
    }

    @Test
    void shouldStayMonotonicWhenMoreAreMadeInAMillisecondThanItCounts() {
        // Given
        var ids = new TimeOrderedIds(Clock.fixed(Instant.EPOCH.plusMillis(5), ZoneOffset.UTC));

        // When
        var made =
                IntStream.range(0, 20_000).mapToObj(n -> ids.next().toString()).toList();

        // Then
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldNeverRepeatWhenManyThreadsAsk() {
        // Given
        var ids = new TimeOrderedIds(Clock.systemUTC());
        Set<UUID> made = ConcurrentHashMap.newKeySet();

        // When
        IntStream.range(0, 50_000).parallel().forEach(n -> made.add(ids.next()));

        // Then
        assertThat(made).hasSize(50_000);
    }

    /** A clock that shows the given times in turn, three looks each. */
    private static final class SteppingClock extends Clock {

        private final java.util.List<Long> times;
        private int looks;

        SteppingClock(java.util.List<Long> times) {
            this.times = times;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(times.get(Math.min(looks++ / 3, times.size() - 1)));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
