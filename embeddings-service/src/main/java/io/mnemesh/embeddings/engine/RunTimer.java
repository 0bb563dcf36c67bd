package io.mnemesh.embeddings.engine;

import java.util.concurrent.CountDownLatch;

/** Measures how long something takes on several threads at once. */
@FunctionalInterface
public interface RunTimer {

    /** @return nanoseconds until the task has ended on all of so many threads */
    long nanos(int threads, Runnable task);

    /** With platform threads and the system's clock. */
    static RunTimer system() {
        return (threads, task) -> {
            var ended = new CountDownLatch(threads - 1);
            long begun = System.nanoTime();
            for (int n = 1; n < threads; n++) {
                Thread.ofPlatform().name("embed-calibrate-" + n).daemon().start(() -> {
                    try {
                        task.run();
                    } finally {
                        ended.countDown();
                    }
                });
            }
            task.run();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Math.max(1, System.nanoTime() - begun);
        };
    }
}
