package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.work.Lane;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;

/** One text in a lane's queue. Its mutable members belong to the engine's lock. */
final class Waiting {

    /** Shortest first, equal lengths in the order of arrival. */
    static final Comparator<Waiting> BY_LENGTH = Comparator.<Waiting>comparingInt(waiting -> waiting.ids.length)
            .thenComparingLong(waiting -> waiting.sequence);

    final int[] ids;
    final long sequence;
    final long arrived;
    final CompletableFuture<float[]> vector = new CompletableFuture<>();
    Lane lane;
    long deadline;
    boolean queued;

    /**
     * A text that has just arrived.
     *
     * @param arrived  the clock at that time
     * @param deadline of the same clock
     */
    Waiting(int[] ids, long sequence, long arrived, Lane lane, long deadline) {
        this.ids = ids;
        this.sequence = sequence;
        this.arrived = arrived;
        this.lane = lane;
        this.deadline = deadline;
    }

    int length() {
        return ids.length;
    }
}
