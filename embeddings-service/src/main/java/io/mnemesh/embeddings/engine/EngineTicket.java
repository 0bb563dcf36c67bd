package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.work.Lane;
import java.util.concurrent.CompletableFuture;

/** A text that waits in an engine. */
record EngineTicket(Waiting waiting, EmbeddingEngine engine) implements Ticket {

    @Override
    public CompletableFuture<float[]> vector() {
        return waiting.vector;
    }

    @Override
    public void join(Lane lane, long deadline) {
        engine.join(waiting, lane, deadline);
    }

    @Override
    public void cancel() {
        engine.cancel(waiting);
    }
}
