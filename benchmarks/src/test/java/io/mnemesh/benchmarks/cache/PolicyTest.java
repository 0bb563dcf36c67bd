package io.mnemesh.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {

    static Stream<Policy> policies() {
        return Stream.of(
                Lru::hits,
                Sieve::hits,
                S3Fifo::hits,
                CaffeineReplay::hits,
                CaffeineReplay::hitsByWeight,
                Optimum::hits);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldMissNothingButFirstReadsWhenThereIsRoomForAll(Policy policy) {
        long[] keys = new Random(1).longs(2_000, 0, 50).toArray();

        assertThat(policy.hits(keys, 50)).isEqualTo(2_000 - 50);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldNotHaveMoreHitsThanTheOptimum(Policy policy) {
        var random = new Random(2);
        for (int round = 0; round < 50; round++) {
            long[] keys = random.longs(300, 0, 40).toArray();
            int capacity = 1 + random.nextInt(30);

            assertThat(policy.hits(keys, capacity)).isBetween(0L, Optimum.hits(keys, capacity));
        }
    }

    @Test
    void shouldGiveUpWhatWasReadLeastRecently() {
        assertThat(Lru.hits(new long[] {1, 2, 1, 3, 1, 2}, 2)).isEqualTo(2);
    }

    @Test
    void shouldSpareWhatWasReadWhenTheHandComesBy() {
        // 3 takes the place of 2 and 4 that of 3, since 1 was read before either.
        assertThat(Sieve.hits(new long[] {1, 2, 1, 3, 1, 4, 1}, 2)).isEqualTo(3);
    }

    @Test
    void shouldKeepWhatIsReadOftenWhenAScanPasses() {
        long[] often = {1, 2, 3, 1, 2, 3, 1, 2, 3};
        long[] scan = LongStream.range(100, 200).toArray();
        long[] keys = Stream.of(often, scan, new long[] {1, 2, 3})
                .flatMapToLong(Arrays::stream)
                .toArray();

        assertThat(S3Fifo.hits(keys, 10)).isEqualTo(6 + 3);
        assertThat(Lru.hits(keys, 10)).isEqualTo(6);
    }
}
