package io.mnemesh.memory.index;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** Brings outcomes back to the Vert.x context of who asked. */
final class Callers {

    private Callers() {}

    /** The same outcome on the context this is called on; where that is none it comes wherever it is made. */
    static <T> Uni<T> back(Uni<T> outcome) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return outcome;
        }
        Executor back = MutinyHelper.executor(context);
        return outcome.emitOn(back);
    }
}
