package io.mnemesh.cache.threads;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.Executor;

/**
 * The worker pool, where answers go on for callers without an event loop. What a task that runs there {@link #within} hands over
 * runs at once instead of changing threads again.
 */
public final class Workers {

    /** Runs tasks on the pool. */
    public static final Executor EXECUTOR = Workers::execute;

    private static final ThreadLocal<Boolean> THERE = ThreadLocal.withInitial(() -> false);

    private Workers() {}

    private static void execute(Runnable task) {
        if (THERE.get()) {
            task.run();
        } else {
            Infrastructure.getDefaultExecutor().execute(() -> within(task));
        }
    }

    /** Runs the task on the calling thread, which belongs to a pool whose threads may wait. */
    public static void within(Runnable task) {
        THERE.set(true);
        try {
            task.run();
        } finally {
            THERE.remove();
        }
    }
}
