package io.mnemesh.embeddings.engine;

import io.mnemesh.embeddings.inference.Encoder;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * An encoder as long as its engine is open, for what computes beside the engine's work and would go on otherwise.
 *
 * @param open false once the engine is closed
 */
record OpenEncoder(Encoder encoder, BooleanSupplier open) implements Encoder {

    @Override
    public int dimensions() {
        return encoder.dimensions();
    }

    /** @throws CancellationException once the engine is closed */
    @Override
    public List<float[]> encode(List<int[]> sequences) {
        if (!open.getAsBoolean()) {
            throw new CancellationException("The embedding engine is closed.");
        }
        return encoder.encode(sequences);
    }

    /** Does nothing: the encoder is the engine's. */
    @Override
    public void close() {}
}
