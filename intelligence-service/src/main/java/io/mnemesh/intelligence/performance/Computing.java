package io.mnemesh.intelligence.performance;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;

/** Runs computations on worker threads, away from the event loop, and answers where it was asked. */
@ApplicationScoped
public class Computing {

    private final Vertx vertx;

    Computing(Vertx vertx) {
        this.vertx = vertx;
    }

    public <T> Uni<T> run(Callable<T> computation) {
        return vertx.executeBlocking(computation, false);
    }
}
