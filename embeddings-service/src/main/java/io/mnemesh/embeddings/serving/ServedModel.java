package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.token.TextTokenizer;

/**
 * A model that computes.
 *
 * @param spec      what it is
 * @param tokenizer its tokeniser
 * @param encoder   its session
 * @param engine    its lanes and workers, started
 */
public record ServedModel(ModelSpec spec, TextTokenizer tokenizer, Encoder encoder, EmbeddingEngine engine)
        implements AutoCloseable {

    /** Lets what runs end, then frees the native memory. */
    @Override
    public void close() {
        engine.close();
        encoder.close();
        tokenizer.close();
    }
}
