package io.mnemesh.memory.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicLong now = new AtomicLong();
    private final Foreground foreground = new Foreground(now::get);
    private final Pace pace = new Pace(foreground, 0.2, now::get);

    @Test
    void shouldNotRestWithoutRequests() {
        assertThat(work(Duration.ofHours(1)).getItem()).isEqualTo("done");
    }

    @Test
    void shouldRestUntilRequestsHaveCeased() {
        foreground.begin();
        UniAssertSubscriber<String> work = work(Duration.ofHours(1));
        foreground.end();
        work.assertNotTerminated();

        now.addAndGet(Foreground.GRACE.toNanos());
        work.awaitItem(SOON).assertItem("done");
    }

    @Test
    void shouldBeBusyUntilShortlyAfterTheLastRequest() {
        assertThat(foreground.busy()).isFalse();
        foreground.begin();
        foreground.begin();
        foreground.end();
        now.addAndGet(Foreground.GRACE.toNanos());
        assertThat(foreground.busy()).isTrue();

        foreground.end();
        now.addAndGet(Foreground.GRACE.toNanos() - 1);
        assertThat(foreground.busy()).isTrue();
        now.addAndGet(1);
        assertThat(foreground.busy()).isFalse();
    }

    @Test
    void shouldRestNoLongerThanItsShareDemands() {
        foreground.begin();
        long begin = System.nanoTime();
        work(Duration.ofMillis(50)).awaitItem(SOON).assertItem("done");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(199), SOON);
        assertThat(foreground.requests()).isOne();
    }

    @Test
    void shouldNotRestAfterAPieceThatTookNoTime() {
        foreground.begin();
        assertThat(work(Duration.ofNanos(249_999)).getItem()).isEqualTo("done");
    }

    @Test
    void shouldNotRestWhereAllOfTheTimeIsItsShare() {
        foreground.begin();
        var hasty = new Pace(foreground, 1, now::get);
        assertThat(work(hasty, Duration.ofHours(1)).getItem()).isEqualTo("done");
    }

    @Test
    void shouldTellAtOnceThatAPieceFailed() {
        foreground.begin();
        pace.paced(() -> Uni.createFrom().failure(new IllegalStateException("no")))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailedWith(IllegalStateException.class, "no");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
    void shouldRefuseAShareOutOfRange(double share) {
        assertThatThrownBy(() -> new Pace(foreground, share, now::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mnemesh.memory.background.share has to be above 0 and at most 1, but is " + share + ".");
    }

    private UniAssertSubscriber<String> work(Duration taking) {
        return work(pace, taking);
    }

    private UniAssertSubscriber<String> work(Pace pace, Duration taking) {
        return pace.paced(() -> {
                    now.addAndGet(taking.toNanos());
                    return Uni.createFrom().item("done");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}
