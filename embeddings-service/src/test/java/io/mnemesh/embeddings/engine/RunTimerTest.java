package io.mnemesh.embeddings.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTimerTest {

    private static final long WORK = Duration.ofMillis(20).toNanos();

    @Test
    void shouldMeasureTheThreadThatNeedsMost() {
        var turn = new AtomicInteger();

        long nanos = RunTimer.system().nanos(3, () -> compute(turn.incrementAndGet() == 2 ? 2 * WORK : WORK));

        assertThat(nanos).isGreaterThanOrEqualTo(2 * WORK);
        assertThat(turn).hasValue(3);
    }

    @Test
    void shouldNotMeasureHowLongAThreadWaits() {
        var together = new CyclicBarrier(2);
        var turn = new AtomicInteger();

        long nanos = RunTimer.system().nanos(2, () -> {
            if (turn.incrementAndGet() == 1) {
                compute(WORK);
            }
            await(together);
        });

        assertThat(nanos).isBetween(WORK, 2 * WORK - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldThrowWhatTheTaskThrowsWhenNoThreadRunsItAnyMore(int failing) {
        var turn = new AtomicInteger();
        var ended = new AtomicInteger();

        assertThatThrownBy(() -> RunTimer.system().nanos(3, () -> {
                    boolean fails = turn.incrementAndGet() == failing;
                    compute(fails ? 1 : WORK);
                    ended.incrementAndGet();
                    if (fails) {
                        throw new IllegalStateException("no");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThat(ended).hasValue(3);
    }

    private static void compute(long nanos) {
        var processor = ManagementFactory.getThreadMXBean();
        long end = processor.getCurrentThreadCpuTime() + nanos;
        while (processor.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
