package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.work.Lane;
import java.util.concurrent.CompletableFuture;

/** A text that waits for its vector. */
public interface Ticket {

    /**
     * The vector, shared: do not change it. Fails with a {@link io.mnemesh.mesh.problem.ProblemException}:
     * {@code deadline-exceeded}, {@code inference-failed}, or {@code unavailable} when the engine is closed; is cancelled by
     * {@link #cancel()}.
     */
    CompletableFuture<float[]> vector();

    /**
     * Somebody more urgent, or more patient, waits too. Moves the text to the lane if that is a faster one and lets it
     * wait until the later of both deadlines.
     *
     * @param deadline in {@link System#nanoTime()} units of the engine's clock
     */
    void join(Lane lane, long deadline);

    /** Nobody waits any more: a text that is not being computed yet leaves the queue. */
    void cancel();
}
