package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mnemesh.gateway.relay.balance.Upstream.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What orders do to an upstream, and that it ends by itself. */
class OrderedTest {

    private static final long MILLI = 1_000_000;
    private static final long LEASE = 100 * MILLI;
    private static final RouteContext READ = new RouteContext(CostClass.READ, 0, 12, true);

    private final Random random = new Random(7);
    private long now;

    private Upstream upstream(int limit, String... ids) {
        var upstream = new Upstream(
                new UpstreamSettings(BalancerSettings.defaults().withoutLearning(), limit, limit, limit, 0.1, 2, false),
                () -> now,
                () -> random);
        upstream.update(List.of(ids));
        return upstream;
    }

    private Ordered order(String id) {
        return new Ordered(id, "It fails.", Instant.EPOCH, now + LEASE);
    }

    private List<String> sent(Upstream upstream, int requests) {
        var sent = new ArrayList<String>();
        for (int i = 0; i < requests; i++) {
            upstream.enterAnyway();
            Routed routed = Objects.requireNonNull(upstream.route(READ));
            sent.add(routed.instance().id());
            now += MILLI / 100;
            upstream.end(routed, Result.ANSWERED);
        }
        return sent;
    }

    @Test
    void shouldSendNothingToAnInstanceUntilItsOrderEnds() {
        Upstream upstream = upstream(100, "a", "b");

        assertThat(upstream.force("a", order("1"), false)).isEqualTo(Forcing.OPEN);

        assertThat(sent(upstream, 50)).containsOnly("b");
        assertThat(upstream.view().balancer().instances())
                .extracting(InstanceView::state, InstanceView::reason, InstanceView::weight)
                .containsExactly(tuple("ordered", "It fails.", 0.0), tuple("closed", "", 1.0));
        now += LEASE;
        assertThat(sent(upstream, 1)).as("the first is a trial").containsExactly("a");
        assertThat(sent(upstream, 50)).contains("a", "b");
        assertThat(upstream.view().balancer().instances())
                .extracting(InstanceView::state)
                .containsOnly("closed");
    }

    @Test
    void shouldSayInTheReasonThatAnInstanceIsLeftOutByOrder() {
        Upstream upstream = upstream(100, "a", "b");
        upstream.force("a", order("1"), false);
        upstream.enterAnyway();

        Routed routed = Objects.requireNonNull(upstream.route(READ));

        assertThat(routed.explanation()).isEqualTo("average; ordered-out=1");
    }

    @Test
    void shouldChangeNothingInARehearsal() {
        Upstream upstream = upstream(100, "a", "b");

        assertThat(upstream.force("a", order("1"), true)).isEqualTo(Forcing.OPEN);

        assertThat(sent(upstream, 50)).contains("a", "b");
    }

    @Test
    void shouldLeaveOutNoMoreThanTheAllowedShare() {
        Upstream upstream = upstream(100, "a", "b", "c");
        upstream.force("a", order("1"), false);

        assertThat(upstream.force("b", order("2"), false)).isEqualTo(Forcing.TOO_MANY);
        assertThat(upstream.force("a", order("1"), false)).as("renewed").isEqualTo(Forcing.OPEN);
        assertThat(upstream.force("d", order("3"), false)).isEqualTo(Forcing.UNKNOWN);
        assertThat(upstream(100, "alone").force("alone", order("4"), false)).isEqualTo(Forcing.TOO_MANY);
        assertThat(sent(upstream, 60)).contains("b", "c").doesNotContain("a");
    }

    @Test
    void shouldLetGoOfAnInstanceThatIsOverTheShareByNow() {
        Upstream upstream = upstream(100, "a", "b");
        upstream.force("a", order("1"), false);
        upstream.update(List.of("a"));

        assertThat(upstream.force("a", order("1"), false)).isEqualTo(Forcing.TOO_MANY);

        assertThat(upstream.view().balancer().instances())
                .extracting(InstanceView::state)
                .containsExactly("open"); // on trial next
    }

    @Test
    void shouldCountWhatIsOrderedWhenItEjectsAnInstanceItself() {
        Upstream upstream = upstream(100, "a", "b", "c");
        upstream.force("a", order("1"), false);
        for (int i = 0; i < 40; i++) {
            upstream.enterAnyway();
            Routed routed = Objects.requireNonNull(upstream.route(READ));
            upstream.end(routed, routed.instance().id().equals("b") ? Result.ERROR : Result.ANSWERED);
        }

        assertThat(upstream.view().balancer().instances())
                .extracting(InstanceView::state)
                .containsExactly("ordered", "closed", "closed");
    }

    @Test
    void shouldTakeBackWhatIsNotOrderedAnyMore() {
        Upstream upstream = upstream(100, "a", "b");
        upstream.force("a", order("1"), false);

        upstream.releaseAllBut(Set.of("1"));
        assertThat(sent(upstream, 20)).containsOnly("b");
        upstream.releaseAllBut(Set.of("2"));

        assertThat(sent(upstream, 20)).contains("a");
    }

    @Test
    void shouldSkipAnInstanceThatIsLeftOutWhereInstancesTakeTurns() {
        Upstream upstream = upstream(100, "a", "b", "c");
        upstream.setRotating(true);
        upstream.force("b", order("1"), false);

        assertThat(sent(upstream, 20)).contains("a", "c").doesNotContain("b");
    }

    @Test
    void shouldShedLowPriorityOnlyUntilTheOrderEnds() {
        Upstream upstream = upstream(10, "a");
        upstream.shed(new Shedding(order("1"), 0));

        assertThat(upstream.enter(Priority.LOW)).isEqualTo(Entry.SHED);
        assertThat(upstream.enter(Priority.NORMAL)).isEqualTo(Entry.ENTERED);
        assertThat(upstream.enter(Priority.HIGH)).isEqualTo(Entry.ENTERED);
        assertThat(upstream.view().shedding()).isNotNull();
        now += LEASE;
        assertThat(upstream.enter(Priority.LOW)).isEqualTo(Entry.ENTERED);
        assertThat(upstream.view().shedding()).isNull();
    }

    @Test
    void shouldLeaveLowPriorityThePartThatIsOrdered() {
        Upstream upstream = upstream(10, "a");
        upstream.shed(new Shedding(order("1"), 0.2));

        assertThat(upstream.enter(Priority.LOW)).isEqualTo(Entry.ENTERED);
        assertThat(upstream.enter(Priority.LOW)).isEqualTo(Entry.ENTERED);
        assertThat(upstream.enter(Priority.LOW)).isEqualTo(Entry.SHED);
        upstream.shed(null);
        assertThat(upstream.enter(Priority.LOW)).isEqualTo(Entry.ENTERED);
    }
}
