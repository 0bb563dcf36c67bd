package io.mnemesh.intelligence.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

class DecidingTest {

    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");
    private static final String SERVICE = "memory";

    private final FakeFleet fleet = new FakeFleet();

    @Test
    void shouldActAndWriteDownWhy() {
        Deciding deciding = deciding(Map.of(), List.of());

        List<ActionRecord> news = deciding.decide(SERVICE, minute(AT, 2), Mode.ON, AT);

        assertThat(fleet.done).containsExactly("memory 1 to 2");
        assertThat(news).hasSize(1);
        assertThat(news.getFirst())
                .extracting(ActionRecord::kind, ActionRecord::detail, ActionRecord::outcome)
                .containsExactly("scale", "1 to 2 replicas", Outcome.APPLIED);
        assertThat(news.getFirst().reason()).contains("The load is 2").contains("one replica holds 0.7");
    }

    @Test
    void shouldOnlyTellOnceInADryRun() {
        Deciding deciding = deciding(Map.of(), List.of());

        assertThat(deciding.decide(SERVICE, minute(AT, 2), Mode.DRY_RUN, AT))
                .extracting(ActionRecord::outcome)
                .containsExactly(Outcome.DRY_RUN);
        assertThat(deciding.decide(SERVICE, minute(AT, 2), Mode.DRY_RUN, AT.plusSeconds(60)))
                .isEmpty();
        assertThat(fleet.done).isEmpty();
    }

    @Test
    void shouldDoNothingWhenOff() {
        assertThat(deciding(Map.of(), List.of()).decide(SERVICE, minute(AT, 2), Mode.OFF, AT))
                .isEmpty();
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

        List<ActionRecord> news = deciding.decide(SERVICE, minute(AT, 2), Mode.ON, AT);

        assertThat(news).extracting(ActionRecord::outcome).containsExactly(Outcome.REFUSED);
        assertThat(news.getFirst().note()).startsWith("budget: ");
        assertThat(fleet.done).isEmpty();
    }

    @Test
    void shouldWriteDownWhatDidNotWork() {
        fleet.failing = true;

        List<ActionRecord> news = deciding(Map.of(), List.of()).decide(SERVICE, minute(AT, 2), Mode.ON, AT);

        assertThat(news).extracting(ActionRecord::outcome).containsExactly(Outcome.FAILED);
        assertThat(news.getFirst().note()).isEqualTo("It cannot be done.");
    }

    private Deciding deciding(Map<String, String> settings, List<ActionRecord> lately) {
        var all = new HashMap<>(settings);
        all.put("mnemesh.intelligence.orchestrator.most", "2");
        var config = ConfigDefaults.with(OrchestratorConfig.class, all);
        var deciding = new Deciding(config, fleet, UUID::randomUUID, lately);
        deciding.learn(
                SERVICE,
                IntStream.range(0, 120)
                        .mapToObj(i -> minute(AT.minusSeconds(60L * (120 - i)), 0.5))
                        .toList());
        return deciding;
    }

    private static ServiceMinute minute(Instant at, double load) {
        return new ServiceMinute(at, load, 0.3, 10, 0, 1);
    }

    private static final class FakeFleet implements Fleet {
        final List<String> done = new ArrayList<>();
        boolean failing;

        @Override
        public boolean canAct() {
            return true;
        }

        @Override
        public Optional<Deployed> look(String service) {
            return Optional.of(new Deployed(1, 1, List.of()));
        }

        @Override
        public void scale(String service, int from, int to) {
            if (failing) {
                throw new FleetException("It cannot be done.", null);
            }
            done.add(service + " " + from + " to " + to);
        }

        @Override
        public void restart(String service, String pod) {
            done.add(pod);
        }
    }
}
