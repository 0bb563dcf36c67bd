package io.mnemesh.mesh.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Property
    void shouldStayBetweenHalfOfTheFullWaitAndTheCap(
            @ForAll @LongRange(min = 1, max = 10_000) long first,
            @ForAll @LongRange(max = 100_000) long more,
            @ForAll @IntRange(min = 1) int failures) {
        // Given
        long cap = first + more;
        var backoff = new Backoff(Duration.ofMillis(first), Duration.ofMillis(cap));

        // When
        long wait = backoff.after(failures).toMillis();

        // Then
        assertThat(wait).isBetween(Math.max(1, first / 2), cap);
    }

    @Test
    void shouldRejectACapBelowTheFirstWait() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
