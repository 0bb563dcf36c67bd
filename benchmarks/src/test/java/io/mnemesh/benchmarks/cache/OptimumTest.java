package io.mnemesh.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptimumTest {

    @Test
    void shouldKeepWhatIsReadAgainFirst() {
        long[] keys = {1, 2, 3, 1, 2, 3, 1, 2};

        assertThat(Optimum.hits(keys, 1)).isEqualTo(2);
        assertThat(Optimum.hits(keys, 2)).isEqualTo(3 + 1);
        assertThat(Optimum.hits(keys, 3)).isEqualTo(5);
    }

    @Test
    void shouldHaveAsManyHitsAsTryingEverything() {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            long[] keys = random.longs(10, 0, 5).toArray();
            int capacity = 1 + random.nextInt(3);

            assertThat(Optimum.hits(keys, capacity)).isEqualTo(best(keys, 0, new HashSet<>(), capacity));
        }
    }

    private static long best(long[] keys, int at, Set<Long> held, int capacity) {
        if (at == keys.length) {
            return 0;
        }
        long key = keys[at];
        if (held.contains(key)) {
            return 1 + best(keys, at + 1, held, capacity);
        }
        long best = best(keys, at + 1, held, capacity);
        if (held.size() < capacity) {
            return Math.max(best, best(keys, at + 1, with(held, key), capacity));
        }
        for (long leaving : held) {
            var next = with(held, key);
            next.remove(leaving);
            best = Math.max(best, best(keys, at + 1, next, capacity));
        }
        return best;
    }

    private static Set<Long> with(Set<Long> held, long key) {
        var more = new HashSet<>(held);
        more.add(key);
        return more;
    }
}
