package io.mnemesh.gateway.fetch;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is kept for a while. Thread-safe: at most one question is under way and all who ask meanwhile share its
 * answer; a failure is not kept.
 */
public final class KeptAnswer<T> {

    private final Supplier<Uni<T>> question;
    private final Function<T, Duration> keep;
    private @Nullable T answer;
    private long until;
    private @Nullable Uni<T> running;

    /** @param keep how long an answer is kept */
    public KeptAnswer(Supplier<Uni<T>> question, Function<T, Duration> keep) {
        this.question = question;
        this.keep = keep;
    }

    public synchronized Uni<T> get() {
        if (answer != null && until - System.nanoTime() > 0) {
            return Uni.createFrom().item(answer);
        }
        if (running == null) {
            running = question.get()
                    .invoke(this::keep)
                    .onTermination()
                    .invoke(this::ended)
                    .memoize()
                    .indefinitely();
        }
        return running;
    }

    private synchronized void keep(T fresh) {
        answer = fresh;
        until = System.nanoTime() + keep.apply(fresh).toNanos();
    }

    private synchronized void ended() {
        running = null;
    }
}
