package io.mnemesh.memory.storage;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Brings outcomes back to the Vert.x context of who asked. */
public final class Callers {

    private Callers() {}

    /** The same outcome on the context this is called on; where that is none it comes wherever it is made. */
    public static <T> Uni<T> back(Uni<T> outcome) {
        return back(Vertx.currentContext(), outcome);
    }

    static <T> Uni<T> back(@Nullable Context caller, Uni<T> outcome) {
        if (caller == null) {
            return outcome;
        }
        Executor back = MutinyHelper.executor(caller);
        return outcome.emitOn(back);
    }
}
