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
    final CompletableFuture<float[]> vector = new CompletableFuture<>();
    Lane lane;
    long deadline;
    boolean queued;

    Waiting(int[] ids, long sequence, Lane lane, long deadline) {
        this.ids = ids;
        this.sequence = sequence;
        this.lane = lane;
        this.deadline = deadline;
    }

    int length() {
        return ids.length;
    }
}
