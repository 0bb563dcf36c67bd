package io.mnemesh.embeddings.serving;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * The platform threads for everything that takes processor time beside the model: tokenising, digests, encoding of
 * answers. Event loops and the engine's workers hand such work to it, but for what is so small that handing it over would
 * take longer. What may be under way is bounded by the callers.
 */
@ApplicationScoped
public class Preparation implements Executor {

    /** Bytes or characters up to which text is read where it arrives. */
    public static final int SMALL = 4 << 10;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().name("embed-prepare-", 0).daemon().factory());

    /** Runs the task on one of the threads, or on the caller's once the service has stopped. */
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException stopped) {
            task.run();
        }
    }

    /** Runs the task, which reads so many bytes or characters, here if they are few, or else on one of the threads. */
    public void execute(int size, Runnable task) {
        if (size <= SMALL) {
            task.run();
        } else {
            execute(task);
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
