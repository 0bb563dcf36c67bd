package io.mnemesh.cache.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.AdaptiveTtl;
import io.mnemesh.cache.TtlChoice;
import io.mnemesh.cache.adaptive.Workload.Kind;
import io.mnemesh.cache.adaptive.Workload.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Learned TTLs beside the best fixed one, which is known only afterwards, on recorded workloads. */
class LearnedTtlsTest {

    private static final double BUDGET = 0.01;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration LENGTH = Duration.ofMinutes(90);

    private static LearnedTtls learned(Workload workload) {
        return new LearnedTtls(AdaptiveTtl.of(BUDGET, SHORTEST, LONGEST), workload.clock());
    }

    private static Outcome play(Workload workload, LearnedTtls learned) {
        return workload.play(new Workload.Policy() {
            @Override
            public void read(String key) {
                learned.read(key, key);
            }

            @Override
            public long loaded(String key, long version) {
                return learned.loaded(key, key, version).toMillis();
            }
        });
    }

    static Stream<List<Kind>> mixtures() {
        return Stream.of(
                List.of(
                        new Kind("price", 50, 120, 10),
                        new Kind("stock", 200, 3_600, 10),
                        new Kind("profile", 500, 86_400, 20)),
                List.of(new Kind("a", 300, 300, 10), new Kind("b", 300, 30_000, 10)),
                List.of(new Kind("fast", 100, 60, 10), new Kind("slow", 1_000, 80_000, 10)),
                List.of(new Kind("changes", 100, 100, 10), new Kind("never", 2_000, 1e12, 30)));
    }

    @ParameterizedTest
    @MethodSource("mixtures")
    void shouldLoadAFifthLessThanTheBestFixedTtlWithinTheBudget(List<Kind> kinds) {
        var workload = new Workload(1, LENGTH, kinds);
        var fixed = workload.bestFixed(BUDGET, LONGEST);

        var outcome = play(workload, learned(workload));

        assertThat(outcome.staleShare()).isLessThanOrEqualTo(BUDGET);
        assertThat(outcome.loads()).isLessThanOrEqualTo((int) (0.8 * fixed.loads()));
    }

    /** Where one TTL is right for all keys there is nothing to win; it must not cost much either. */
    @Test
    void shouldStayNearTheBestFixedTtlWhenAllKeysChangeAlike() {
        var workload = new Workload(3, LENGTH, List.of(new Kind("a", 300, 1_800, 20)));
        var fixed = workload.bestFixed(BUDGET, LONGEST);

        var outcome = play(workload, learned(workload));

        assertThat(outcome.staleShare()).isLessThanOrEqualTo(BUDGET);
        assertThat(outcome.loads()).isLessThanOrEqualTo((int) (1.35 * fixed.loads()));
    }

    @Test
    void shouldSayWhatItChoseAndWhy() {
        var workload =
                new Workload(4, LENGTH, List.of(new Kind("price", 50, 120, 10), new Kind("profile", 500, 86_400, 20)));
        var learned = learned(workload);
        play(workload, learned);

        var choices = learned.choices().stream().collect(Collectors.toMap(TtlChoice::keyClass, choice -> choice));

        assertThat(choices).containsOnlyKeys("price", "profile");
        var price = choices.get("price");
        var profile = choices.get("profile");
        assertThat(price.changesPerDay()).isBetween(650.0, 900.0);
        assertThat(profile.changesPerDay()).isBetween(0.7, 1.6);
        assertThat(price.readShare()).isBetween(0.3, 0.36);
        assertThat(price.readShare() + profile.readShare()).isBetween(0.999, 1.001);
        assertThat(profile.ttl()).isBetween(price.ttl().multipliedBy(10), LONGEST);
        assertThat(price.ttl()).isBetween(SHORTEST, Duration.ofSeconds(30));
        assertThat(price.staleShare() * price.readShare() + profile.staleShare() * profile.readShare())
                .isLessThan(BUDGET);
        assertThat(price.loads()).isPositive();
        assertThat(price.loadShare()).isGreaterThan(profile.loadShare());
    }

    /** A class that changes all the time does not spoil the others. */
    @Test
    void shouldGiveUpOnWhatChangesTooFast() {
        var workload =
                new Workload(7, LENGTH, List.of(new Kind("clock", 10, 0.5, 10), new Kind("profile", 200, 86_400, 10)));
        var learned = learned(workload);
        play(workload, learned);

        var choices = learned.choices().stream().collect(Collectors.toMap(TtlChoice::keyClass, choice -> choice));

        assertThat(choices.get("clock").ttl()).isEqualTo(SHORTEST);
        assertThat(choices.get("clock").staleShare()).isGreaterThan(BUDGET);
        assertThat(choices.get("profile").ttl()).isGreaterThan(Duration.ofMinutes(5));
        assertThat(choices.get("profile").staleShare()).isBetween(0.002, BUDGET);
    }

    @Test
    void shouldKeepWhatItDoesNotKnowForTheShortestTime() {
        var workload = new Workload(5, Duration.ofSeconds(5), List.of(new Kind("a", 100, 1e12, 10)));
        var learned = learned(workload);

        assertThat(learned.loaded("k", "k", 1)).isEqualTo(SHORTEST);
        assertThat(learned.choices()).hasSize(1);
    }

    @Test
    void shouldTellOnlySoManyClassesApart() {
        var workload = new Workload(6, Duration.ofSeconds(1), List.of(new Kind("a", 1, 1e12, 10)));
        var learned = learned(workload);
        for (int i = 0; i < 100; i++) {
            learned.read(i, "class" + i + ":x");
        }

        assertThat(learned.choices())
                .hasSize(32)
                .last()
                .extracting(TtlChoice::keyClass)
                .isEqualTo("*");
    }
}
