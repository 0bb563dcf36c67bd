package io.mnemesh.memory.storage;

import io.mnemesh.mesh.redis.Traces;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings work to a Vert.x context of its own, as sessions need one: the caller's where it is one already, a new one
 * otherwise. A caller that gives up does not interrupt the work: a session that is interrupted would keep its connection
 * for good.
 */
@ApplicationScoped
public class EventLoops {

    /** Is in the data of a context while work goes on that must be alone there. */
    private static final Object TAKEN = new Object();

    private final Vertx vertx;

    EventLoops(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Subscribes to {@code work} on a duplicated context. */
    public <T> Uni<T> onContext(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context caller = duplicated();
            if (caller != null) {
                start(work, emitter);
            } else {
                on(fresh(), () -> start(work, emitter));
            }
        });
    }

    /**
     * Subscribes to {@code work} on a duplicated context on which no other work of this kind goes on, since a Panache
     * session belongs to the context and not to whoever opened it. Where the caller's is taken, a new one carries the
     * caller's trace and the outcome arrives on the caller's context. One after another all stay on the caller's.
     */
    <T> Uni<T> alone(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context caller = duplicated();
            if (caller != null && take(caller)) {
                start(() -> released(caller, work), emitter);
                return;
            }
            Context own = fresh();
            take(own);
            on(own, () -> start(() -> Callers.back(caller, released(own, work)), emitter));
        });
    }

    /** Runs a step on an event loop and on no caller's context, so that it is no part of what the caller does. */
    public void detached(Runnable step) {
        VertxContext.getRootContext(vertx.getOrCreateContext()).runOnContext(ready -> step.run());
    }

    private static <T> void start(Supplier<Uni<T>> work, UniEmitter<? super T> emitter) {
        Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail);
    }

    private static <T> Uni<T> released(Context context, Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onTermination()
                .invoke(() -> data(context).remove(TAKEN));
    }

    private static void on(Context context, Runnable start) {
        Traces.carry(context);
        context.runOnContext(ready -> start.run());
    }

    /** The duplicated context the caller is on, or null. */
    private static @Nullable Context duplicated() {
        Context current = Vertx.currentContext();
        if (current == null || !VertxContext.isOnDuplicatedContext()) {
            return null;
        }
        VertxContextSafetyToggle.setContextSafe(current, true);
        return current;
    }

    private Context fresh() {
        Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(own, true);
        return own;
    }

    private static boolean take(Context context) {
        return data(context).putIfAbsent(TAKEN, true) == null;
    }

    private static ConcurrentMap<Object, Object> data(Context context) {
        return ((ContextInternal) context).localContextData();
    }
}
