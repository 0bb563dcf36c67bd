package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.gateway.relay.balance.Upstream.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpstreamTest {

    private static final long MILLI = 1_000_000;
    private static final RouteContext READ = new RouteContext(CostClass.READ, 0, 12, true);

    private final Random random = new Random(7);
    private long now;

    private Upstream upstream(int limit, boolean hedging, String... ids) {
        var upstream = new Upstream(
                new UpstreamSettings(
                        BalancerSettings.defaults().withoutLearning(), limit, limit, limit, 0.1, 2, hedging),
                () -> now,
                () -> random);
        upstream.update(List.of(ids));
        return upstream;
    }

    private static Routed routed(Upstream upstream) {
        assertThat(upstream.enter(Priority.HIGH)).isEqualTo(Entry.ENTERED);
        return Objects.requireNonNull(upstream.route(READ));
    }

    private void fail(Upstream upstream, int times) {
        for (int i = 0; i < times; i++) {
            upstream.enterAnyway();
            Routed routed = Objects.requireNonNull(upstream.route(READ));
            now += MILLI;
            upstream.end(routed, Result.FAILED);
        }
    }

    @Test
    void shouldRefuseTheLeastUrgentFirst() {
        Upstream upstream = upstream(10, false, "a", "b");
        for (int i = 0; i < 5; i++) {
            routed(upstream);
        }
        assertThat(upstream.enter(Priority.LOW)).isEqualTo(Entry.SHED);
        for (int i = 5; i < 7; i++) {
            assertThat(upstream.enter(Priority.NORMAL)).isEqualTo(Entry.ENTERED);
        }
        assertThat(upstream.enter(Priority.NORMAL)).isEqualTo(Entry.SHED);
        for (int i = 7; i < 10; i++) {
            assertThat(upstream.enter(Priority.HIGH)).isEqualTo(Entry.ENTERED);
        }

        assertThat(upstream.enter(Priority.HIGH)).isEqualTo(Entry.SHED);
        assertThat(upstream.inFlight()).isEqualTo(10);
    }

    @Test
    void shouldMakeRoomWhenARequestEnds() {
        Upstream upstream = upstream(1, false, "a");
        Routed first = routed(upstream);
        assertThat(upstream.enter(Priority.HIGH)).isEqualTo(Entry.SHED);

        upstream.end(first, Result.ANSWERED);

        assertThat(upstream.enter(Priority.HIGH)).isEqualTo(Entry.ENTERED);
    }

    @Test
    void shouldOpenAndTryAgainWhenItsTimeIsOver() {
        Upstream upstream = upstream(100, false, "a", "b");
        fail(upstream, 40);
        assertThat(upstream.isClosed()).isFalse();
        assertThat(upstream.enter(Priority.HIGH)).isEqualTo(Entry.BROKEN);

        now += Duration.ofMinutes(10).toNanos();
        Routed trial = routed(upstream);
        upstream.end(trial, Result.ANSWERED);

        assertThat(upstream.isClosed()).isTrue();
    }

    @Test
    void shouldOpenByPredictionBeforeTheThreshold() {
        Upstream upstream = upstream(100, false, "a", "b");
        for (int i = 0; i < 200; i++) {
            Routed routed = routed(upstream);
            now += MILLI;
            upstream.end(routed, Result.ANSWERED);
        }

        int failures = 0;
        while (upstream.isClosed() && failures < 40) {
            fail(upstream, 1);
            failures++;
        }

        // The share of the last twenty passes one half with the fourteenth failure.
        assertThat(failures).isLessThan(14);
        assertThat(upstream.view().reason()).isEqualTo("predicted failure");
    }

    @Test
    void shouldSendAgainWithinItsBudgetOnly() {
        Upstream upstream = upstream(100, false, "a", "b");
        Routed first = routed(upstream);

        Routed second = Objects.requireNonNull(upstream.again(READ, first, false));
        assertThat(second.instance()).isNotEqualTo(first.instance());
        assertThat(upstream.again(READ, second, false)).isNotNull();

        assertThat(upstream.again(READ, second, false)).isNull();
        assertThat(upstream.inFlight()).isEqualTo(3);
    }

    @Test
    void shouldLearnWhenAReadIsLate() {
        Upstream upstream = upstream(100, true, "a", "b");
        assertThat(upstream.hedgeAfter(READ)).isZero();
        for (int i = 0; i < 2_000; i++) {
            Routed routed = routed(upstream);
            now += (i % 10 == 0 ? 20 : 1) * MILLI;
            upstream.end(routed, Result.ANSWERED);
        }

        assertThat(upstream.hedgeAfter(READ)).isBetween(10 * MILLI, 25 * MILLI);
        assertThat(upstream.hedgeAfter(new RouteContext(CostClass.WRITE, 0, 12, false)))
                .isZero();
    }

    @Test
    void shouldTakeTurnsWhileStopped() {
        Upstream upstream = upstream(100, false, "a", "b");
        upstream.setRotating(true);

        String order = "";
        for (int i = 0; i < 4; i++) {
            order += routed(upstream).instance().id();
        }

        assertThat(order).isEqualTo("abab");
    }

    @Test
    void shouldBeginAnewAfterAReset() {
        Upstream upstream = upstream(100, false, "a", "b");
        fail(upstream, 40);

        upstream.reset();

        assertThat(upstream.isClosed()).isTrue();
        assertThat(upstream.view().balancer().instances())
                .allSatisfy(view -> assertThat(view.state()).isEqualTo("closed"));
    }

    /** Warm enough to know what is late. */
    private Upstream hedging(int limit, String... ids) {
        Upstream upstream = upstream(limit, true, ids);
        for (int i = 0; i < 200; i++) {
            Routed routed = routed(upstream);
            now += 10 * MILLI;
            upstream.end(routed, Result.ANSWERED);
        }
        return upstream;
    }

    @Test
    void shouldSendALateReadToAnotherInstanceWithinTheBudget() {
        Upstream upstream = hedging(1_000, "a", "b");
        int hedges = 0;
        for (int i = 0; i < 200; i++) {
            Routed first = routed(upstream);
            Routed hedge = upstream.hedge(READ, first);
            if (hedge != null) {
                hedges++;
                assertThat(hedge.instance()).isNotSameAs(first.instance());
                assertThat(hedge.explanation()).startsWith("hedge; average; expected=");
                upstream.end(hedge, Result.ANSWERED);
            }
            upstream.end(first, Result.ABANDONED);
        }

        assertThat(hedges).isBetween(20, 22);
        assertThat(upstream.inFlight()).isZero();
    }

    @Test
    void shouldSendNoReadTwiceWhereThereIsNoRoomOrSomebodyWaitsForIt() {
        Upstream upstream = hedging(10, "a", "b");
        Routed first = routed(upstream);
        for (int i = 1; i < 7; i++) {
            routed(upstream);
        }
        assertThat(upstream.hedge(READ, first)).isNull();
        assertThat(upstream.inFlight()).isEqualTo(7);
        assertThat(upstream.retriesLeft()).isEqualTo(2);

        Upstream waitedFor = hedging(1, "a", "b");
        Routed only = routed(waitedFor);
        waitedFor.await(Priority.NORMAL, () -> {}, () -> {});
        assertThat(waitedFor.hedge(READ, only)).isNull();
    }

    @Test
    void shouldSendNoReadTwiceWhereNoOtherInstanceIsWell() {
        Upstream upstream = hedging(100, "a", "b");
        Routed first = routed(upstream);
        String other = first.instance().id().equals("a") ? "b" : "a";
        while (!stateOf(upstream, other).equals("open")) {
            Routed routed = Objects.requireNonNull(upstream.again(READ, first, false));
            upstream.end(routed, Result.FAILED);
            for (int i = 0; i < 10; i++) {
                upstream.end(routed(upstream), Result.ABANDONED);
            }
        }
        long left = upstream.retriesLeft();
        int inFlight = upstream.inFlight();

        assertThat(upstream.hedge(READ, first)).isNull();
        assertThat(upstream.retriesLeft()).isEqualTo(left);
        assertThat(upstream.inFlight()).isEqualTo(inFlight);
        assertThat(upstream(100, true, "alone").hedge(READ, first)).isNull();
    }

    private static String stateOf(Upstream upstream, String id) {
        return upstream.view().balancer().instances().stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst()
                .orElseThrow()
                .state();
    }
}
