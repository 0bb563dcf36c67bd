package io.mnemesh.intelligence.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.workflow.model.Variants.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ClosedPatternsTest {

    private static final long WORK = 10_000_000;

    @Test
    void shouldFindTheClosedPatternsOfTheExampleInThePaper() {
        // CAABC, ABCB, CABC, ABBCA with A=1, B=2, C=3 and least support 2: table 1 of the paper.
        var found = ClosedPatterns.mine(
                List.of(
                        variant(1, 3, 1, 1, 2, 3),
                        variant(1, 1, 2, 3, 2),
                        variant(1, 3, 1, 2, 3),
                        variant(1, 1, 2, 2, 3, 1)),
                2,
                WORK);

        assertThat(asMap(found.patterns()))
                .isEqualTo(Map.of(
                        List.of(1, 1),
                        2L,
                        List.of(1, 2, 2),
                        2L,
                        List.of(1, 2, 3),
                        4L,
                        List.of(3, 1),
                        3L,
                        List.of(3, 2),
                        3L,
                        List.of(3, 1, 2, 3),
                        2L));
        assertThat(found.complete()).isTrue();
        assertThat(found.patterns().getFirst().activities()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldCountCasesAndNotVariants() {
        var found = ClosedPatterns.mine(List.of(variant(7, 1, 2), variant(2, 1, 3, 2)), 3, WORK);

        assertThat(asMap(found.patterns())).isEqualTo(Map.of(List.of(1, 2), 9L));
    }

    @RepeatedTest(60)
    void shouldFindWhatTryingAllFinds(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var variants = new ArrayList<Variant>();
        for (int i = 0; i < 6; i++) {
            int[] sequence = random.ints(1 + random.nextInt(7), 1, 4).toArray();
            variants.add(new Variant(sequence, 1 + random.nextInt(3), 0));
        }

        var found = ClosedPatterns.mine(variants, 3, WORK);

        assertThat(asMap(found.patterns())).isEqualTo(byTryingAll(variants, 3));
    }

    @Test
    void shouldSayThatTheSearchWasCutShort() {
        var random = new Random(1);
        var variants = new ArrayList<Variant>();
        for (int i = 0; i < 50; i++) {
            variants.add(new Variant(random.ints(64, 1, 30).toArray(), 1, 0));
        }

        var found = ClosedPatterns.mine(variants, 2, 20_000);

        assertThat(found.complete()).isFalse();
    }

    @Test
    void shouldFindNothingInNothing() {
        assertThat(ClosedPatterns.mine(List.of(), 1, WORK)).isEqualTo(new ClosedPatterns.Found(List.of(), true));
    }

    private static Map<List<Integer>, Long> byTryingAll(List<Variant> variants, long least) {
        var supports = new HashMap<List<Integer>, Long>();
        for (Variant variant : variants) {
            var subsequences = new HashSet<List<Integer>>();
            for (int chosen = 1; chosen < 1 << variant.activities().length; chosen++) {
                var subsequence = new ArrayList<Integer>();
                for (int at = 0; at < variant.activities().length; at++) {
                    if ((chosen >> at & 1) == 1) {
                        subsequence.add(variant.activities()[at]);
                    }
                }
                subsequences.add(subsequence);
            }
            subsequences.forEach(one -> supports.merge(one, variant.cases(), Long::sum));
        }
        var closed = new HashMap<List<Integer>, Long>();
        supports.forEach((one, support) -> {
            boolean isClosed = supports.entrySet().stream()
                    .noneMatch(other -> other.getValue().equals(support)
                            && other.getKey().size() > one.size()
                            && contains(other.getKey(), one));
            if (one.size() >= 2 && support >= least && isClosed) {
                closed.put(one, support);
            }
        });
        return closed;
    }

    private static boolean contains(List<Integer> sequence, List<Integer> pattern) {
        int matched = 0;
        for (int activity : sequence) {
            if (matched < pattern.size() && pattern.get(matched) == activity) {
                matched++;
            }
        }
        return matched == pattern.size();
    }

    private static Map<List<Integer>, Long> asMap(List<ClosedPatterns.Pattern> patterns) {
        var map = new HashMap<List<Integer>, Long>();
        Set<List<Integer>> seen = new HashSet<>();
        patterns.forEach(pattern -> {
            List<Integer> activities =
                    Arrays.stream(pattern.activities()).boxed().toList();
            assertThat(seen.add(activities)).isTrue();
            map.put(activities, pattern.cases());
        });
        return map;
    }

    private static Variant variant(long cases, int... activities) {
        return new Variant(activities, cases, 0);
    }
}
