package io.mnemesh.mesh.redis;

import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One event loop that confines the state of one owner: everything handed to {@link #run}, {@link #after} and
 * {@link #take} is executed on it, one after another, so the owner needs no locks. Thread-safe itself.
 */
public final class Loop {

    private final Vertx vertx;
    private final Context context;

    public Loop(Vertx vertx) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    /** Runs the task on the loop, at once if the caller is on it. */
    public void run(Runnable task) {
        if (context.equals(Vertx.currentContext())) {
            task.run();
        } else {
            context.runOnContext(ignored -> task.run());
        }
    }

    /** Runs the task on the loop after a while. @return id for {@link #cancel} */
    public long after(Duration delay, Runnable task) {
        return vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> run(task));
    }

    public void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    /** Subscribes on the loop and hands the outcome over on the loop. */
    @SuppressWarnings("CheckReturnValue") // the outcome arrives at the consumers; there is nothing to cancel
    public <T> void take(Uni<T> uni, Consumer<? super T> onItem, Consumer<Throwable> onFailure) {
        run(() -> uni.subscribe()
                .with(item -> run(() -> onItem.accept(item)), failure -> run(() -> onFailure.accept(failure))));
    }

    /**
     * Runs a handler's Uni on a fresh duplicated context of this loop, as Hibernate Reactive and request-scoped state
     * need it, with the span current. Ends the span.
     */
    public <T> Uni<T> handle(Span span, Supplier<Uni<T>> handler) {
        return Uni.createFrom().<T>emitter(emitter -> {
            Context own = VertxContext.createNewDuplicatedContext(context);
            VertxContextSafetyToggle.setContextSafe(own, true);
            Traces.attach(own, span);
            own.runOnContext(ignored -> {
                var running = Uni.createFrom()
                        .deferred(handler::get)
                        .subscribe()
                        .with(
                                item -> {
                                    Traces.end(span, null);
                                    emitter.complete(item);
                                },
                                failure -> {
                                    Traces.end(span, failure);
                                    emitter.fail(failure);
                                });
                emitter.onTermination(running::cancel);
            });
        });
    }
}
