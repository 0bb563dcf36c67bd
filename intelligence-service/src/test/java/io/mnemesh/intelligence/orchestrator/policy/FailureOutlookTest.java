package io.mnemesh.intelligence.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.orchestrator.policy.FailureOutlook.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureOutlookTest {

    private static final ScalingRule RULE = new ScalingRule(1, 4, 1, 5);
    private static final LoadOutlook CALM = new LoadOutlook(1, 2, 0.8, 1_440);
    private static final Random RANDOM = new Random(3);

    @Test
    void shouldForeseeMemoryThatRunsFullWithItsLead() {
        // Half a point of a hundred a minute from 20 % on, with garbage of up to 20 % on top: full after 150 minutes.
        var minutes = minutes(90, i -> 0.2 + 0.005 * i + 0.2 * RANDOM.nextDouble(), i -> 0);

        List<Prediction> found = FailureOutlook.of(minutes, CALM, 4, RULE);

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().kind()).isEqualTo("memory");
        assertThat(found.getFirst().lead()).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(80));
        assertThat(found.getFirst().confidence()).isGreaterThan(0.9);
    }

    @Test
    void shouldNotTakeGarbageForALeak() {
        var minutes = minutes(120, i -> 0.3 + 0.4 * ((i * 7) % 20) / 20.0, i -> 0);

        assertThat(FailureOutlook.of(minutes, CALM, 4, RULE)).isEmpty();
    }

    @Test
    void shouldForeseeMoreThanTheMostReplicasHold() {
        assertThat(FailureOutlook.of(minutes(60, i -> 0.3, i -> 0), new LoadOutlook(5, 6, 0.8, 1_440), 4, RULE))
                .extracting(Prediction::kind, Prediction::lead, Prediction::confidence)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("overload", Duration.ofMinutes(4), 0.8));
    }

    @Test
    void shouldTellOfErrorsThatBegan() {
        assertThat(FailureOutlook.of(minutes(60, i -> 0.3, i -> i < 55 ? 0.01 : 2), CALM, 4, RULE))
                .extracting(Prediction::kind, Prediction::lead)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("errors", Duration.ZERO));
    }

    @Test
    void shouldSayNothingOfTooFewMinutes() {
        assertThat(FailureOutlook.of(minutes(29, i -> 0.9, i -> 10), new LoadOutlook(50, 60, 1, 1), 4, RULE))
                .isEmpty();
    }

    private static List<ServiceMinute> minutes(int count, IntToDoubleFunction memory, IntToDoubleFunction errors) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ServiceMinute(
                        Instant.EPOCH.plusSeconds(60L * i), 1, memory.applyAsDouble(i), 10, errors.applyAsDouble(i), 1))
                .toList();
    }
}
