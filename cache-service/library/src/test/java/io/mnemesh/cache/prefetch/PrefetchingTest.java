package io.mnemesh.cache.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of whose order there is something to learn, and reads of whose order there is not. */
class PrefetchingTest {

    private static final int READS = 20_000;

    private static PlayedCache play(int entries, Supplier<String> keys) {
        var cache = new PlayedCache(entries);
        for (int i = 0; i < READS; i++) {
            cache.read(keys.get());
        }
        return cache;
    }

    /** Each of a hundred errands reads the same six keys in the same order; errands come in any order. */
    private static Supplier<String> errands(Random random) {
        var errands = new ArrayList<List<String>>();
        for (int i = 0; i < 100; i++) {
            errands.add(IntStream.range(0, 6)
                    .mapToObj(step -> Long.toString(random.nextLong(), 36) + "-x")
                    .toList());
        }
        var left = new ArrayList<String>();
        return () -> {
            if (left.isEmpty()) {
                left.addAll(errands.get(random.nextInt(errands.size())));
            }
            return left.removeFirst();
        };
    }

    /** Of each document first the head and then the body; no document comes twice. */
    private static Supplier<String> headsAndBodies(Random random) {
        var left = new ArrayList<String>();
        return () -> {
            if (left.isEmpty()) {
                int document = random.nextInt(1_000_000_000);
                left.addAll(List.of("document:" + document + ":head", "document:" + document + ":body"));
            }
            return left.removeFirst();
        };
    }

    /** Some readers, each in a book of its own from page to page, in turns as it happens. */
    private static Supplier<String> pages(Random random) {
        var at = new int[4];
        return () -> {
            int reader = random.nextInt(at.length);
            return "book-" + (char) ('a' + reader) + "/page-" + at[reader]++;
        };
    }

    private static Supplier<String> uniform(Random random) {
        return () -> "key:" + random.nextInt(5_000);
    }

    /** Few keys are read most often, in no order. */
    private static Supplier<String> skewed(Random random) {
        return () -> "key:" + (int) Math.pow(5_000, random.nextDouble());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldSaveMostMissesWhenErrandsComeAgain(long seed) {
        var cache = play(60, errands(new Random(seed)));

        // The first key of an errand cannot be known.
        assertThat((double) cache.misses / cache.reads).isLessThan(0.35);
        assertThat(cache.outcomes().loading()).isTrue();
        assertThat(cache.outcomes().used()).isGreaterThan(9 * cache.outcomes().wasted());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldKnowTheNextOfAFamilyWhenTheKeyItselfIsNew(long seed) {
        var cache = play(60, headsAndBodies(new Random(seed)));

        assertThat((double) cache.misses / cache.reads).isBetween(0.49, 0.53);
        assertThat(cache.outcomes().used()).isGreaterThan(9_000);
        assertThat(cache.outcomes().wasted()).isLessThan(cache.outcomes().used() / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFollowSeveralReadersAtOnce(long seed) {
        var cache = play(60, pages(new Random(seed)));

        assertThat((double) cache.misses / cache.reads).isLessThan(0.05);
        assertThat(cache.outcomes().used()).isGreaterThan(18_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldLoadNextToNothingWhenThereIsNoOrder(long seed) {
        var uniform = play(500, uniform(new Random(seed)));
        var skewed = play(500, skewed(new Random(seed)));

        assertThat(uniform.prefetches).isLessThan(READS / 100);
        assertThat(skewed.prefetches).isLessThan(READS / 100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldStopWhenL1GivesUpWhatWasLoadedBeforeItIsRead(long seed) {
        var random = new Random(seed);
        var turn = new int[1];
        // Between two pages come five others, so that a cache of four has given up the next page when it is its turn.
        var cache = play(4, () -> {
            int read = turn[0]++;
            return read % 6 == 0 ? "page:" + read / 6 : "other:" + Long.toString(random.nextLong(), 36) + "x";
        });

        assertThat(cache.outcomes().loading()).isFalse();
        assertThat(cache.outcomes().used()).isZero();
        assertThat(cache.outcomes().wasted()).isBetween(32L, READS / 100L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldStopWhenItNoLongerPaysAndBeginAgainWhenItDoes(long seed) {
        var random = new Random(seed);
        Supplier<String> errands = errands(random);
        var cache = play(60, errands);
        assertThat(cache.outcomes().loading()).isTrue();

        // The same keys, now in any order.
        var keys = IntStream.range(0, 3_000)
                .mapToObj(i -> errands.get())
                .distinct()
                .toList();
        cache.forgetCounts();
        for (int i = 0; i < READS; i++) {
            cache.read(keys.get(random.nextInt(keys.size())));
        }

        assertThat(cache.outcomes().loading()).isFalse();
        assertThat(cache.prefetches).isLessThan(READS / 20);
        int stoppedAfter = cache.prefetches;
        cache.forgetCounts();
        for (int i = 0; i < 8 * READS; i++) {
            cache.read(errands.get());
        }
        assertThat(stoppedAfter).isPositive();
        assertThat(cache.outcomes().loading()).isTrue();
        assertThat((double) cache.misses / cache.reads).isLessThan(0.5);
    }
}
