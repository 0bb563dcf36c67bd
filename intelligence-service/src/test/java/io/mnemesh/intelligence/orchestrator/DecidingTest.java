package io.mnemesh.intelligence.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mnemesh.intelligence.orchestrator.policy.Action;
import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import io.mnemesh.testing.ConfigDefaults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecidingTest {

    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");
    private static final String SERVICE = "memory";

    private final FakeFleet fleet = new FakeFleet();

    @Test
    void shouldActAndWriteDownWhy() {
        Deciding deciding = deciding(Map.of(), List.of());

        List<ActionRecord> news = news(deciding, Mode.APPLY, AT);

        assertThat(fleet.done).containsExactly("rehearsed memory 1 to 2", "memory 1 to 2");
        assertThat(news).hasSize(1);
        assertThat(news.getFirst())
                .extracting(ActionRecord::kind, ActionRecord::detail, ActionRecord::outcome, ActionRecord::note)
                .containsExactly("scale", "1 to 2 replicas", Outcome.APPLIED, "done");
        assertThat(news.getFirst().reason()).contains("The load is 2").contains("one replica holds 0.7");
    }

    @Test
    void shouldAskNobodyForAdviceAndGiveItOnce() {
        Deciding deciding = deciding(Map.of(), List.of());

        assertThat(news(deciding, Mode.ADVISE, AT))
                .extracting(ActionRecord::outcome)
                .containsExactly(Outcome.ADVISED);
        assertThat(news(deciding, Mode.ADVISE, AT.plusSeconds(60))).isEmpty();
        assertThat(fleet.done).isEmpty();
    }

    @Test
    void shouldOnlyRehearseInADryRun() {
        List<ActionRecord> news = news(deciding(Map.of(), List.of()), Mode.DRY_RUN, AT);

        assertThat(fleet.done).containsExactly("rehearsed memory 1 to 2");
        assertThat(news)
                .extracting(ActionRecord::outcome, ActionRecord::note)
                .containsExactly(tuple(Outcome.DRY_RUN, "would be done"));
    }

    @Test
    void shouldNotDoWhatFailedInRehearsal() {
        fleet.failing = "rehearsed memory 1 to 2";

        List<ActionRecord> news = news(deciding(Map.of(), List.of()), Mode.APPLY, AT);

        assertThat(fleet.done).isEmpty();
        assertThat(news)
                .extracting(ActionRecord::outcome, ActionRecord::note)
                .containsExactly(tuple(Outcome.FAILED, "It cannot be done."));
    }

    @Test
    void shouldWriteDownEachAnswerOfAnApiThatRefuses() {
        fleet.failing = "rehearsed memory 1 to 2";
        Deciding deciding = deciding(Map.of(), List.of());
        List<ActionRecord> first = news(deciding, Mode.APPLY, AT);
        List<ActionRecord> same = news(deciding, Mode.APPLY, AT.plusSeconds(60));
        fleet.answer = "It is forbidden.";

        List<ActionRecord> other = news(deciding, Mode.APPLY, AT.plusSeconds(120));

        assertThat(first).extracting(ActionRecord::note).containsExactly("It cannot be done.");
        assertThat(same).isEmpty();
        assertThat(other).extracting(ActionRecord::note).containsExactly("It is forbidden.");
    }

    @Test
    void shouldLeaveReplicasToWhoeverElseDecidesOnThem() {
        fleet.scaledBy = "HorizontalPodAutoscaler theirs";

        Decision decision = deciding(Map.of(), List.of()).decide(SERVICE, minute(AT, 2), Mode.APPLY, AT);

        assertThat(fleet.done).isEmpty();
        assertThat(decision.news())
                .extracting(ActionRecord::outcome, ActionRecord::note)
                .containsExactly(
                        tuple(Outcome.REFUSED, "autoscaler: HorizontalPodAutoscaler theirs decides on the replicas."));
        assertThat(decision.plan().advised()).isEqualTo(2);
        assertThat(decision.plan().scaledBy()).isEqualTo("HorizontalPodAutoscaler theirs");
    }

    @Test
    void shouldDoNothingAndSaySoWhereItCannotSee() {
        fleet.blind = true;
        Deciding deciding = deciding(Map.of(), List.of());

        Decision decision = deciding.decide(SERVICE, minute(AT, 2), Mode.APPLY, AT);

        assertThat(decision.news()).isEmpty();
        assertThat(decision.plan().failure()).isEqualTo("Nobody answers.");
        fleet.blind = false;
        assertThat(news(deciding, Mode.APPLY, AT.plusSeconds(60)))
                .extracting(ActionRecord::outcome)
                .containsExactly(Outcome.APPLIED);
    }

    @Test
    void shouldDoNothingWhenOff() {
        Decision decision = deciding(Map.of(), List.of()).decide(SERVICE, minute(AT, 2), Mode.OFF, AT);

        assertThat(decision.news()).isEmpty();
        assertThat(decision.plan().advised()).isEqualTo(2);
        assertThat(fleet.done).isEmpty();
    }

    @Test
    void shouldKeepToABudgetThatWasSpentBeforeARestart() {
        var before = new ActionRecord(
                UUID.randomUUID(),
                AT.minusSeconds(600),
                "gateway",
                "scale",
                "gateway",
                "1 to 2 replicas",
                "",
                1,
                Outcome.APPLIED,
                null);
        Deciding deciding = deciding(Map.of("mnemesh.intelligence.orchestrator.budget", "1"), List.of(before));

        List<ActionRecord> news = news(deciding, Mode.APPLY, AT);

        assertThat(news).extracting(ActionRecord::outcome).containsExactly(Outcome.REFUSED);
        assertThat(news.getFirst().note()).startsWith("budget: ");
        assertThat(fleet.done).isEmpty();
    }

    @Test
    void shouldWriteDownWhatDidNotWork() {
        fleet.failing = "memory 1 to 2";

        List<ActionRecord> news = news(deciding(Map.of(), List.of()), Mode.APPLY, AT);

        assertThat(fleet.done).containsExactly("rehearsed memory 1 to 2");
        assertThat(news).extracting(ActionRecord::outcome).containsExactly(Outcome.FAILED);
        assertThat(news.getFirst().note()).isEqualTo("It cannot be done.");
    }

    private Deciding deciding(Map<String, String> settings, List<ActionRecord> lately) {
        var all = new HashMap<>(settings);
        all.put("mnemesh.intelligence.orchestrator.most", "2");
        var config = ConfigDefaults.with(OrchestratorConfig.class, all);
        var deciding = new Deciding(config, fleet, new FakeRelays(), UUID::randomUUID, lately);
        deciding.learn(
                SERVICE,
                IntStream.range(0, 120)
                        .mapToObj(i -> minute(AT.minusSeconds(60L * (120 - i)), 0.5))
                        .toList());
        return deciding;
    }

    private static List<ActionRecord> news(Deciding deciding, Mode mode, Instant at) {
        return deciding.decide(SERVICE, minute(at, 2), mode, at).news();
    }

    private static ServiceMinute minute(Instant at, double load) {
        return new ServiceMinute(at, load, 0.3, 10, 0, 1);
    }

    private static final class FakeFleet implements Fleet {
        final List<String> done = new ArrayList<>();

        @Nullable
        String failing;

        @Nullable
        String scaledBy;

        String answer = "It cannot be done.";
        boolean blind;

        @Override
        public boolean canAct() {
            return true;
        }

        @Override
        public Optional<Deployed> look(String service) {
            if (blind) {
                throw new FleetException("Nobody answers.", null);
            }
            return Optional.of(new Deployed(1, 1, List.of(), scaledBy));
        }

        @Override
        public String rehearse(Action action) {
            take("rehearsed " + text(action));
            return "would be done";
        }

        @Override
        public String carryOut(Action action) {
            take(text(action));
            return "done";
        }

        private void take(String what) {
            if (what.equals(failing)) {
                throw new FleetException(answer, null);
            }
            done.add(what);
        }

        private static String text(Action action) {
            return switch (action) {
                case Action.Scale scale -> scale.service() + " " + scale.from() + " to " + scale.to();
                case Action.RestartPod restart -> restart.pod();
            };
        }
    }
}
