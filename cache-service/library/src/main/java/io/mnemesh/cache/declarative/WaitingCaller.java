package io.mnemesh.cache.declarative;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for a cache and runs the load itself if the cache asks for it, so that a load has the request, the
 * transaction and the thread locals of its caller. One object is for one wait of one thread.
 */
final class WaitingCaller {

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    /** The load, to be run by the thread that waits. */
    <T> Uni<T> load(Callable<T> load) {
        return Uni.createFrom()
                .emitter(emitter -> tasks.add(() -> {
                    try {
                        emitter.complete(load.call());
                    } catch (Exception | Error e) {
                        emitter.fail(e);
                    }
                }));
    }

    /**
     * Runs what there is to run until the answer is there.
     *
     * @param longest beyond every time-out of the cache, so that it only guards against a defect
     * @throws Exception as the load threw it
     */
    <T> @Nullable T await(Uni<T> answer, Duration longest) throws Exception {
        var outcome = new CompletableFuture<T>();
        answer.subscribe()
                .with(
                        item -> tasks.add(() -> outcome.complete(item)),
                        failure -> tasks.add(() -> outcome.completeExceptionally(failure)));
        long giveUpAt = System.nanoTime() + longest.toNanos();
        while (!outcome.isDone()) {
            Runnable task = tasks.poll(giveUpAt - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (task == null) {
                throw new ProblemException(ProblemType.DEADLINE_EXCEEDED, "A cache did not answer in time.");
            }
            task.run();
        }
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
