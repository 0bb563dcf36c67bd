package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void shouldRefuseWhenEmptyAndRefillWithTime() {
        var bucket = new TokenBucket(2, 1, 0);

        assertThat(bucket.take(0)).isTrue();
        assertThat(bucket.take(0)).isTrue();
        assertThat(bucket.take(0)).isFalse();
        assertThat(bucket.take(SECOND)).isTrue();
        assertThat(bucket.take(SECOND)).isFalse();
    }

    @Property
    void shouldNeverGiveMoreThanCapacityAndRate(
            @ForAll @IntRange(min = 1, max = 100) int capacity,
            @ForAll @IntRange(min = 1, max = 100) int rate,
            @ForAll @IntRange(min = 1, max = 20) int seconds) {
        var bucket = new TokenBucket(capacity, rate, 0);
        int taken = 0;
        for (long now = 0; now <= seconds * SECOND; now += SECOND / 50) {
            for (int i = 0; i < 10; i++) {
                taken += bucket.take(now) ? 1 : 0;
            }
        }

        assertThat(taken).isLessThanOrEqualTo(capacity + rate * seconds);
    }
}
