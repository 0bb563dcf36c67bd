package io.mnemesh.embeddings.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.embeddings.inference.Company;
import io.mnemesh.embeddings.inference.Encoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final int MICROSECOND = 1_000;

    private final SizedEncoder encoder = new SizedEncoder();
    private Company company = Company.ANY_LENGTH;

    @Test
    void shouldFindTheFixedCostOfABatch() {
        Tuning tuning = measure(2, tokens -> 30 + tokens, 1);

        assertThat(tuning).isEqualTo(new Tuning(Company.ANY_LENGTH, 2, 512, 30));
    }

    @Test
    void shouldTakeSmallerBatchesWhenGreaterOnesAreClearlySlower() {
        Tuning tuning = measure(2, tokens -> 10 + tokens * (tokens > 300 ? 1.3 : 1), 1);

        assertThat(tuning.batchTokens()).isEqualTo(256);
    }

    @Test
    void shouldTakeGreaterBatchesWhenTheyAreClearlyFaster() {
        Tuning tuning = measure(2, tokens -> 10 + tokens * (tokens > 600 ? 0.8 : 1), 1);

        assertThat(tuning.batchTokens()).isEqualTo(1024);
    }

    @Test
    void shouldKeepTheUsualBatchWhenOthersAreNotClearlyFaster() {
        Tuning tuning = measure(2, tokens -> 10 + tokens * (tokens == 512 ? 1 : 0.98), 1);

        assertThat(tuning.batchTokens()).isEqualTo(512);
    }

    @Test
    void shouldUseHalfTheProcessorsWhenTheOthersAreInTheWay() {
        Tuning tuning = measure(8, tokens -> 20 + tokens, 2.2);

        assertThat(tuning.workers()).isEqualTo(4);
    }

    @Test
    void shouldUseAllProcessorsWhenHalfOfThemAreNotClearlyBetter() {
        Tuning tuning = measure(8, tokens -> 20 + tokens, 2.05);

        assertThat(tuning.workers()).isEqualTo(8);
    }

    @Test
    void shouldUseTheOnlyProcessorThereIs() {
        assertThat(measure(1, tokens -> 20 + tokens, 1).workers()).isEqualTo(1);
    }

    @Test
    void shouldBoundWhatABusyMachineMakesOfIt() {
        assertThat(measure(2, tokens -> 1_000 + tokens * 0.1, 1).overheadTokens())
                .isEqualTo(64);
        assertThat(measure(2, tokens -> tokens * tokens, 1).overheadTokens()).isEqualTo(4);
        assertThat(measure(2, tokens -> 1_000 - tokens, 1).overheadTokens()).isEqualTo(64);
    }

    @Test
    void shouldMeasureNoMoreThanNeededWhenTheModelIsSlow() {
        Tuning tuning = measure(4, tokens -> 2_000 * (20 + tokens), 5);

        assertThat(tuning).isEqualTo(new Tuning(Company.ANY_LENGTH, 4, 512, 20));
        assertThat(encoder.batches).hasSizeLessThan(6);
    }

    @Test
    void shouldNotLookForABatchWhenTextsAreComputedAlone() {
        company = Company.ALONE;

        Tuning tuning = measure(2, tokens -> 10 + tokens * (tokens > 300 ? 2 : 1), 1);

        assertThat(tuning.batchTokens()).isEqualTo(512);
    }

    /**
     * @param micros  time of a batch of so many padded tokens
     * @param crowded how much longer a batch takes with more than half the threads
     */
    private Tuning measure(int processors, IntToDoubleFunction micros, double crowded) {
        RunTimer timer = (threads, task) -> {
            task.run();
            double slower = threads > processors / 2 && threads > 1 ? crowded : 1;
            return (long) (micros.applyAsDouble(encoder.batches.getLast()) * slower * MICROSECOND);
        };
        return new Calibration(encoder, company, 1000, 256, processors, timer).measure();
    }

    /** Remembers the padded tokens of every batch. */
    private static final class SizedEncoder implements Encoder {

        final List<Integer> batches = new ArrayList<>();

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public List<float[]> encode(List<int[]> sequences) {
            batches.add(sequences.size() * sequences.getFirst().length);
            return IntStream.range(0, sequences.size())
                    .mapToObj(row -> new float[1])
                    .toList();
        }

        @Override
        public void close() {}
    }
}
