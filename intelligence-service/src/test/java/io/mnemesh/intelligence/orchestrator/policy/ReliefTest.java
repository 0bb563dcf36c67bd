package io.mnemesh.intelligence.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.orchestrator.policy.ReliefState.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReliefTest {

    private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");
    private static final UUID ORDER = new UUID(0, 1);
    private static final double CAPACITY = 100;

    private final Relief relief =
            new Relief(new ReliefRule(0.1, 0.5, Duration.ofMinutes(5), Duration.ofMinutes(30), 2, 3));

    private int minute;

    private List<RelayProposal> next(double load, boolean mayGrow, @Nullable Held shed) {
        return next(load, 0, mayGrow, shed, List.of(), Map.of());
    }

    private List<RelayProposal> next(
            double load,
            double expected,
            boolean mayGrow,
            @Nullable Held shed,
            List<InstanceMinute> instances,
            Map<String, Held> opened) {
        relief.offered(load, shed != null);
        return relief.next(
                new ReliefState("memory", now(minute++), load, expected, CAPACITY, mayGrow, instances, shed, opened));
    }

    private static Instant now(int minute) {
        return AT.plusSeconds(60L * minute);
    }

    private static Held since(int minute) {
        return new Held(ORDER, now(minute));
    }

    private static RelayAction shed() {
        return new RelayAction.ShedBulk("memory", 0.1);
    }

    private static RelayAction restored() {
        return new RelayAction.TakeBack(ORDER, "memory", null);
    }

    @Test
    void shouldShedAtOnceWhereNoMoreReplicasCanBeHad() {
        assertThat(next(100, false, null)).isEmpty();

        List<RelayProposal> proposals = next(101, false, null);

        assertThat(proposals).extracting(RelayProposal::action).containsExactly(shed());
        assertThat(proposals.getFirst().reason())
                .isEqualTo("The load is 101 and the replicas that answer hold 100; more cannot be had.");
    }

    @Test
    void shouldWaitForMoreReplicasButNotForLong() {
        assertThat(next(120, true, null)).isEmpty();
        assertThat(next(120, true, null)).isEmpty();

        assertThat(next(120, true, null)).extracting(RelayProposal::action).containsExactly(shed());
    }

    @Test
    void shouldShedBeforeAnExpectedLoadThatNothingWillHold() {
        List<RelayProposal> proposals = next(95, 130, false, null, List.of(), Map.of());

        assertThat(proposals).extracting(RelayProposal::action).containsExactly(shed());
        assertThat(proposals.getFirst().reason()).startsWith("A load of 130 is expected");
        assertThat(next(95, 130, true, null, List.of(), Map.of())).isEmpty();
    }

    @Test
    void shouldLetBulkLoadInAgainWhenThereIsRoomForWhatWasShedToo() {
        next(130, false, null); // shed from here on
        assertThat(next(80, false, since(0))).isEmpty();
        assertThat(relief.offered(80, true)).isEqualTo(130);
        for (int i = 0; i < 10; i++) {
            assertThat(next(60, false, since(0))).as("60 and 50 are too much").isEmpty();
        }
        assertThat(next(30, false, since(0))).isEmpty();
        assertThat(next(30, false, since(0))).isEmpty();

        List<RelayProposal> proposals = next(30, false, since(0));

        assertThat(proposals).extracting(RelayProposal::action).containsExactly(restored());
        assertThat(proposals.getFirst().reason())
                .isEqualTo("With what was shed the load would be 80.0, and the replicas that answer hold 100.");
        assertThat(relief.offered(80, false)).isEqualTo(80);
    }

    @Test
    void shouldTryAgainAfterTheLongestTime() {
        minute = 30;

        List<RelayProposal> proposals = next(200, false, since(0));

        assertThat(proposals).extracting(RelayProposal::action).containsExactly(restored());
        assertThat(proposals.getFirst().reason()).isEqualTo("It was shed for 30 minutes, which is the longest.");
    }

    @Test
    void shouldKeepAwayFromAnInstanceThatFailsAndTryItAgain() {
        List<InstanceMinute> failing = List.of(new InstanceMinute("a", 100, 40), new InstanceMinute("b", 100, 0));

        List<RelayProposal> proposals = next(10, 0, true, null, failing, Map.of());

        assertThat(proposals)
                .extracting(RelayProposal::action)
                .containsExactly(new RelayAction.OpenBreaker("memory", "a"));
        assertThat(proposals.getFirst().reason())
                .isEqualTo("40.0 % of its 100 requests of the last minutes failed, and 0.00 % of those of the others.");
        assertThat(proposals.getFirst().confidence()).isEqualTo(1);
        assertThat(next(10, 0, true, null, failing, Map.of("a", since(0)))).isEmpty();
        minute = 5;
        assertThat(next(10, 0, true, null, List.of(), Map.of("a", since(0))))
                .extracting(RelayProposal::action)
                .containsExactly(new RelayAction.TakeBack(ORDER, "memory", "a"));
    }

    @Test
    void shouldOpenNoMoreThanTheAllowedShare() {
        List<InstanceMinute> failing = List.of(
                new InstanceMinute("a", 100, 60), new InstanceMinute("b", 100, 0), new InstanceMinute("c", 1_000, 0));
        assertThat(next(10, 0, true, null, failing, Map.of("b", since(0)))).isEmpty();
        assertThat(next(10, 0, true, null, List.of(new InstanceMinute("a", 100, 60)), Map.of()))
                .extracting(RelayProposal::action)
                .doesNotContain(new RelayAction.OpenBreaker("memory", "a"));
    }

    @Test
    void shouldShedWhereAllInstancesFailAlike() {
        List<InstanceMinute> failing = List.of(new InstanceMinute("a", 100, 40), new InstanceMinute("b", 100, 40));

        List<RelayProposal> proposals = next(10, 0, true, null, failing, Map.of());

        assertThat(proposals).extracting(RelayProposal::action).containsExactly(shed());
        assertThat(proposals.getFirst().reason())
                .isEqualTo("40.0 % of the requests of the last minutes failed, at all of its instances alike.");
    }
}
