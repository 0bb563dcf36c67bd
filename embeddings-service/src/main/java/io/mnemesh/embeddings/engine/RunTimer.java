package io.mnemesh.embeddings.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Measures how long something takes on several threads at once. */
@FunctionalInterface
public interface RunTimer {

    /**
     * Runs the task on the calling thread and others; when this returns or throws, none of them runs it any more.
     *
     * @return nanoseconds the slowest of so many threads needed for the task, at least 1
     * @throws RuntimeException of the task
     */
    long nanos(int threads, Runnable task);

    /**
     * With platform threads and the processor time they use, so that what else the machine does is not taken for the
     * task's cost; with the clock where the platform does not measure processor time.
     */
    static RunTimer system() {
        ThreadMXBean processor = ManagementFactory.getThreadMXBean();
        boolean measured = processor.isCurrentThreadCpuTimeSupported();
        return (threads, task) -> {
            var slowest = new AtomicLong(1);
            Runnable timed = () -> {
                long begun = measured ? processor.getCurrentThreadCpuTime() : System.nanoTime();
                task.run();
                long ended = measured ? processor.getCurrentThreadCpuTime() : System.nanoTime();
                slowest.accumulateAndGet(ended - begun, Math::max);
            };
            var failure = new AtomicReference<@Nullable RuntimeException>();
            var ended = new CountDownLatch(threads - 1);
            for (int n = 1; n < threads; n++) {
                Thread.ofPlatform().name("embed-calibrate-" + n).daemon().start(() -> {
                    try {
                        timed.run();
                    } catch (RuntimeException e) {
                        failure.set(e);
                    } finally {
                        ended.countDown();
                    }
                });
            }
            try {
                timed.run();
            } finally {
                await(ended);
            }
            RuntimeException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            return slowest.get();
        };
    }

    private static void await(CountDownLatch ended) {
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
