package io.mnemesh.intelligence.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelTest {

    @ParameterizedTest
    @CsvSource({"0,", "4.7,", "4.8,LOW", "5.7,LOW", "5.8,MEDIUM", "6.8,HIGH", "99,HIGH"})
    void shouldFollowSurprise(double surprise, Level level) {
        assertThat(Level.of(surprise)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"100,100.1", "100,101", "100,102", "100,105", "100,110", "10,11", "-50,-54", "0.02,0.021", "1e9,1.09e9"
    })
    void shouldNeverBeAboveLowForOneSmallStepOfAConstantSeries(double from, double to) {
        assertThat(levels(i -> i < 2_000 ? from : to)).doesNotContain(Level.MEDIUM, Level.HIGH);
        assertThat(levels(i -> i == 2_000 ? to : from)).doesNotContain(Level.MEDIUM, Level.HIGH);
        assertThat(levels(i -> i < 100 ? from : to)).doesNotContain(Level.MEDIUM, Level.HIGH);
    }

    @ParameterizedTest
    @CsvSource({"10,13,MEDIUM", "0,1,MEDIUM", "10,30,HIGH"})
    void shouldGradeLargerStepsOfAConstantSeriesByTheirSize(double from, double to, Level level) {
        assertThat(levels(i -> i < 2_000 ? from : to)).contains(level).allMatch(one -> one.compareTo(level) <= 0);
    }

    @Test
    void shouldBeHighForASpikeFarBeyondTheNoise() {
        var random = new Random(7);

        assertThat(levels(i -> 50 + random.nextGaussian() + (i == 2_000 ? 60 : 0)))
                .contains(Level.HIGH);
    }

    @Test
    void shouldHardlyEverSpeakOfNoise() {
        int told = 0;
        int high = 0;
        for (int seed = 0; seed < 10; seed++) {
            var random = new Random(seed);
            List<Level> levels = levels(i -> 50 + random.nextGaussian());
            told += levels.size();
            high += levels.stream()
                    .filter(level -> level == Level.HIGH)
                    .toList()
                    .size();
        }

        assertThat(told).as("in 24,000 points").isLessThan(90);
        assertThat(high).isLessThan(8);
    }

    @Test
    void shouldSayWhatWasExpectedAndWhoVoted() {
        var random = new Random(7);
        var ensemble = Ensemble.standard();
        for (int i = 0; i < 1_000; i++) {
            ensemble.judge(i * 60L, 50 + random.nextGaussian());
        }

        var verdict = ensemble.judge(60_000, 90);

        assertThat(verdict.expected().value()).isBetween(49.0, 51.0);
        assertThat(verdict.expected().low()).isBetween(45.0, 48.0);
        assertThat(verdict.expected().high()).isBetween(52.0, 55.0);
        assertThat(verdict.votes().getFirst().detector()).isEqualTo(verdict.because());
        assertThat(verdict.votes()).extracting(Vote::detector).contains("range", "step");
        assertThat(verdict.votes()).isSortedAccordingTo((a, b) -> Double.compare(b.surprise(), a.surprise()));
    }

    @Test
    void shouldNoticeAGapOnce() {
        var ensemble = Ensemble.standard();
        for (int i = 0; i < 100; i++) {
            assertThat(ensemble.judge(i * 60L, i % 5).gap()).isFalse();
        }

        assertThat(ensemble.judge(99 * 60L + 1_000, 1).gap()).isTrue();
        assertThat(ensemble.judge(99 * 60L + 1_060, 1).gap()).isFalse();
    }

    private static List<Level> levels(IntToDoubleFunction series) {
        var ensemble = Ensemble.standard();
        var levels = new ArrayList<Level>();
        for (int i = 0; i < 2_400; i++) {
            Level level = ensemble.judge(i * 300L, series.applyAsDouble(i)).level();
            if (level != null) {
                levels.add(level);
            }
        }
        return levels;
    }
}
