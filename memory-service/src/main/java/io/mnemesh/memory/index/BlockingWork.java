package io.mnemesh.memory.index;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Work that blocks, on the threads that an index keeps for it. */
public final class BlockingWork {

    private BlockingWork() {}

    /**
     * Runs it when it is subscribed to. Fails with {@link RejectedExecutionException} if the threads take no more.
     *
     * @param failure what is told in place of what the work throws
     */
    public static <T> Uni<T> on(Executor threads, Callable<T> work, Function<Exception, Throwable> failure) {
        return Uni.createFrom().emitter(emitter -> {
            try {
                threads.execute(() -> {
                    try {
                        emitter.complete(work.call());
                    } catch (Exception e) {
                        emitter.fail(failure.apply(e));
                    }
                });
            } catch (RejectedExecutionException e) {
                emitter.fail(e);
            }
        });
    }
}
