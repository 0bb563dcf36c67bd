package io.mnemesh.embeddings.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Measures how long something takes on several threads at once. */
@FunctionalInterface
public interface RunTimer {

    /** @return nanoseconds the slowest of so many threads needed for the task, at least 1 */
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
            var ended = new CountDownLatch(threads - 1);
            for (int n = 1; n < threads; n++) {
                Thread.ofPlatform().name("embed-calibrate-" + n).daemon().start(() -> {
                    try {
                        timed.run();
                    } finally {
                        ended.countDown();
                    }
                });
            }
            timed.run();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return slowest.get();
        };
    }
}
