package io.mnemesh.memory.storage;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * Brings work to a Vert.x context of its own, as sessions need one: the caller's where it is one already, a new one
 * otherwise.
 */
@ApplicationScoped
public class EventLoops {

    private final Vertx vertx;

    EventLoops(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Subscribes to {@code work} on a duplicated context. A caller that gives up does not interrupt it: a session that is
     * interrupted would keep its connection for good.
     */
    public <T> Uni<T> onContext(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Runnable start =
                    () -> Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail);
            Context current = Vertx.currentContext();
            if (current != null && VertxContext.isDuplicatedContext(current) && VertxContext.isOnDuplicatedContext()) {
                VertxContextSafetyToggle.setContextSafe(current, true);
                start.run();
            } else {
                Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
                VertxContextSafetyToggle.setContextSafe(own, true);
                own.runOnContext(ready -> start.run());
            }
        });
    }
}
