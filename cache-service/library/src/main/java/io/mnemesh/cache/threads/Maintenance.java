package io.mnemesh.cache.threads;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that keeps the order, the frequencies and the bounds of all L1 of this process, so that readers need not. It is
 * there while there is something to do, and keeps no process alive. There is at most one task for each cache.
 */
public final class Maintenance {

    private static final int IDLE_SECONDS = 30;

    /** Runs tasks on the thread, one after the other. */
    public static final Executor EXECUTOR = executor();

    private Maintenance() {}

    private static Executor executor() {
        var executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Maintenance::thread);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().name("cache-maintenance").daemon().unstarted(work);
    }
}
