package io.mnemesh.embeddings.engine;

import io.mnemesh.embeddings.engine.EngineListener.Drop;
import io.mnemesh.embeddings.inference.Encoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Computes batches on the calling threads and completes their texts. Safe for concurrent use.
 *
 * @param completions where texts fail
 * @param clock       nanoseconds
 */
record BatchComputer(
        Encoder encoder, EngineListener listener, Executor completions, LongSupplier clock, Throughput throughput) {

    /**
     * A batch the runtime refuses is tried text by text, so that one text cannot take others down with it.
     *
     * @param completer where vectors are completed
     */
    void compute(Batch batch, Executor completer) {
        long now = clock.getAsLong();
        batch.texts().forEach(text -> listener.waited(batch.lane(), Duration.ofNanos(now - text.arrived)));
        encode(batch, completer);
    }

    private void encode(Batch batch, Executor completer) {
        long begun = clock.getAsLong();
        List<float[]> vectors;
        try {
            vectors = encoder.encode(batch.sequences());
        } catch (RuntimeException e) {
            if (batch.texts().size() > 1) {
                batch.split().forEach(single -> encode(single, completer));
            } else {
                listener.dropped(batch.lane(), Drop.FAILED, 1);
                var problem = EngineProblems.failed(e);
                completions.execute(() -> batch.texts().getFirst().vector.completeExceptionally(problem));
            }
            return;
        }
        long nanos = clock.getAsLong() - begun;
        throughput.record(batch.tokens(), nanos);
        listener.computed(batch.lane(), batch.texts().size(), batch.tokens(), batch.padded(), Duration.ofNanos(nanos));
        completer.execute(() -> {
            for (int row = 0; row < vectors.size(); row++) {
                batch.texts().get(row).vector.complete(vectors.get(row));
            }
        });
    }
}
