package io.mnemesh.embeddings.engine;

import io.mnemesh.embeddings.inference.Encoder;
import java.util.function.Consumer;

/** Finds how an engine computes best while it works. */
@FunctionalInterface
public interface Tuner {

    /**
     * Measures on the calling thread, which gives way as the engine's workers do.
     *
     * @param encoder the engine's; throws {@link java.util.concurrent.CancellationException} once the engine is closed
     * @param found   takes what the engine goes by from then on, as often as something is known
     */
    void tune(Encoder encoder, Consumer<Tuning> found);
}
