package io.mnemesh.mesh.redis;

import io.smallrye.mutiny.Uni;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Tells Redis something until Redis has it, with growing waits between the tries: for what must not be lost because Redis
 * was away for a while. Outcomes arrive on the {@link Loop}. Thread-safe.
 */
public final class Insistence {

    private final Loop loop;
    private final Backoff waits;

    public Insistence(Loop loop, Backoff waits) {
        this.loop = loop;
        this.waits = waits;
    }

    /** Tries for as long as it takes. */
    public <T> void send(Supplier<Uni<T>> request, Consumer<? super T> then) {
        send(request, failures -> true, then, () -> {});
    }

    /**
     * Tries as long as it is wanted.
     *
     * @param wanted asked after each failure, with the number of failures so far, whether to try again
     * @param givenUp what is done instead of {@code then} when it is wanted no more
     */
    public <T> void send(Supplier<Uni<T>> request, IntPredicate wanted, Consumer<? super T> then, Runnable givenUp) {
        attempt(1, request, wanted, then, givenUp);
    }

    private <T> void attempt(
            int attempt, Supplier<Uni<T>> request, IntPredicate wanted, Consumer<? super T> then, Runnable givenUp) {
        loop.take(request.get(), then, failure -> {
            if (wanted.test(attempt)) {
                loop.after(waits.after(attempt), () -> attempt(attempt + 1, request, wanted, then, givenUp));
            } else {
                givenUp.run();
            }
        });
    }
}
