package io.mnemesh.cache.core;

import io.mnemesh.cache.threads.Workers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** Where a caller's code goes on: on its own Vert.x context, or on the worker pool if it has no event loop. */
final class Callers {

    private Callers() {}

    static Executor current() {
        Context context = Vertx.currentContext();
        if (context == null || !Context.isOnEventLoopThread()) {
            return Workers.EXECUTOR;
        }
        return task -> {
            if (context.equals(Vertx.currentContext())) {
                task.run();
            } else {
                context.runOnContext(nothing -> task.run());
            }
        };
    }
}
