package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests that come one a millisecond, at machines whose latencies are given. */
class BalancerTest {

    private static final long MILLI = 1_000_000;
    private static final RouteContext READ = new RouteContext(CostClass.READ, 0, 12, true);

    private final Random random = new Random(7);
    private long now;

    private record Flying(Routed routed, long endsAt, Result result) {}

    private Balancer balancer(String... ids) {
        var balancer = new Balancer(BalancerSettings.defaults().withoutLearning(), () -> now, () -> random);
        balancer.update(List.of(ids));
        return balancer;
    }

    /** @return how many requests each got */
    private Map<String, Integer> send(Balancer balancer, int requests, Map<String, Long> millis, List<String> failing) {
        var flying = new PriorityQueue<Flying>(Comparator.comparingLong(Flying::endsAt));
        var sent = new HashMap<String, Integer>();
        for (int i = 0; i < requests; i++) {
            now += MILLI;
            while (!flying.isEmpty() && flying.peek().endsAt() <= now) {
                Flying landed = flying.remove();
                balancer.end(landed.routed(), landed.result());
            }
            Routed routed = balancer.choose(READ, null);
            assertThat(routed).isNotNull();
            String id = routed.instance().id();
            sent.merge(id, 1, Integer::sum);
            boolean fails = failing.contains(id);
            long latency = fails ? MILLI / 10 : millis.getOrDefault(id, 1L) * MILLI;
            flying.add(new Flying(routed, now + latency, fails ? Result.FAILED : Result.ANSWERED));
        }
        flying.forEach(left -> balancer.end(left.routed(), left.result()));
        return sent;
    }

    @Test
    void shouldHaveNothingToChooseWithoutInstances() {
        assertThat(balancer().choose(READ, null)).isNull();
    }

    @Test
    void shouldLetAnInstanceThatLeavesFinishAndKeepWhatIsKnownOfIt() {
        var balancer = balancer("a");
        Routed first = balancer.choose(READ, null);
        now += 5 * MILLI;
        balancer.end(first, Result.ANSWERED);
        Routed running = balancer.choose(READ, null);

        balancer.update(List.of("b"));
        assertThat(balancer.choose(READ, null).instance().id()).isEqualTo("b");
        assertThat(balancer.draining()).isEqualTo(1);

        balancer.update(List.of("a", "b"));
        assertThat(balancer.draining()).isZero();
        assertThat(balancer.view().instances().getFirst().requests()).isEqualTo(2);
        balancer.update(List.of("b"));
        balancer.end(running, Result.ANSWERED);
        assertThat(balancer.draining()).isZero();

        balancer.update(List.of("a", "b"));
        assertThat(balancer.view().instances().getFirst().meanMillis()).isGreaterThan(0);
        balancer.update(List.of("b"));
        balancer.update(List.of("a", "b"));
        assertThat(balancer.view().instances().getFirst().requests()).isZero();
    }

    @Test
    void shouldShareAmongEqualsEvenly() {
        var sent = send(balancer("a", "b", "c", "d"), 4_000, Map.of("a", 5L, "b", 5L, "c", 5L, "d", 5L), List.of());

        assertThat(sent.values()).allSatisfy(count -> assertThat(count).isBetween(800, 1_200));
    }

    @Test
    void shouldSendMostToTheQuickOne() {
        var sent = send(balancer("quick", "slow"), 4_000, Map.of("quick", 2L, "slow", 40L), List.of());

        assertThat(sent.get("slow")).isLessThan(400);
    }

    @Test
    void shouldNotBeAttractedByOneThatFailsFast() {
        var sent = send(balancer("a", "b", "broken"), 4_000, Map.of("a", 10L, "b", 10L), List.of("broken"));

        assertThat(sent.get("broken")).isLessThan(40);
    }

    @Test
    void shouldEjectAtMostHalfOfThem() {
        var balancer = balancer("a", "b", "c", "d");

        send(balancer, 400, Map.of(), List.of("a", "b", "c", "d"));

        assertThat(balancer.view().instances())
                .filteredOn(instance -> !"closed".equals(instance.state()))
                .hasSizeBetween(1, 2);
    }

    @Test
    void shouldNeverEjectTheOnlyOne() {
        var balancer = balancer("only");

        var sent = send(balancer, 200, Map.of(), List.of("only"));

        assertThat(sent).isEqualTo(Map.of("only", 200));
        assertThat(balancer.view().instances().getFirst().state()).isEqualTo("closed");
    }

    @Test
    void shouldTakeBackOneThatHasRecovered() {
        var balancer = balancer("a", "b");
        send(balancer, 500, Map.of("b", 2L), List.of("a"));
        assertThat(balancer.view().instances().getFirst().state()).isEqualTo("open");

        now += 10_000 * MILLI;
        var soon = send(balancer, 2_000, Map.of("a", 2L, "b", 2L), List.of());
        now += 30_000 * MILLI;
        var later = send(balancer, 2_000, Map.of("a", 2L, "b", 2L), List.of());

        // What failed lately is trusted little by little.
        assertThat(soon.get("a")).isBetween(100, 900);
        assertThat(later.get("a")).isBetween(800, 1_200);
        assertThat(balancer.view().instances().getFirst().state()).isEqualTo("closed");
    }

    @Test
    void shouldChooseAnotherOneForARepetition() {
        var balancer = balancer("a", "b");

        for (int i = 0; i < 50; i++) {
            Routed first = balancer.choose(READ, null);
            Routed second = balancer.choose(READ, first.instance());
            assertThat(second.instance().id()).isNotEqualTo(first.instance().id());
            balancer.end(first, Result.FAILED);
            balancer.end(second, Result.ANSWERED);
        }
    }

    @Test
    void shouldKeepWhatIsKnownOfInstancesThatStay() {
        var balancer = balancer("a", "b");
        send(balancer, 100, Map.of("a", 3L, "b", 3L), List.of());

        balancer.update(List.of("b", "c"));

        assertThat(balancer.view().instances())
                .satisfiesExactly(
                        b -> assertThat(b.requests()).isPositive(),
                        c -> assertThat(c.requests()).isZero());
    }
}
