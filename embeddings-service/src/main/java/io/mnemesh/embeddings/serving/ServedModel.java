package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.model.VerifiedModel;
import io.mnemesh.embeddings.token.TextTokenizer;

/**
 * A model that computes.
 *
 * @param id          {@code name@revision}
 * @param fingerprint names everything a text's vector depends on
 * @param unnormalizedFingerprint the same of vectors before they get length one
 * @param normalized  whether its vectors get length one
 * @param tokenizer   its tokeniser
 * @param encoder     its session, whose vectors are as long as they are pooled
 * @param engine      its lanes and workers, started
 */
public record ServedModel(
        String id,
        String fingerprint,
        String unnormalizedFingerprint,
        boolean normalized,
        TextTokenizer tokenizer,
        Encoder encoder,
        EmbeddingEngine engine)
        implements AutoCloseable {

    ServedModel(VerifiedModel model, LoadedModel loaded, EmbeddingEngine engine) {
        this(
                model.id(),
                model.fingerprint(),
                model.unnormalizedFingerprint(),
                model.spec().normalized(),
                loaded.tokenizer(),
                loaded.encoder(),
                engine);
    }

    /** The same model for callers who want vectors as long as they are pooled; not to be closed. */
    public ServedModel unnormalized() {
        return new ServedModel(id, unnormalizedFingerprint, unnormalizedFingerprint, false, tokenizer, encoder, engine);
    }

    /** What readiness says of it. */
    String how() {
        String batches = engine.tuning().company() + " batches";
        return engine.settled() ? batches : batches + ", others are being measured";
    }

    /** Lets what runs end, then frees the native memory. */
    @Override
    public void close() {
        engine.close();
        encoder.close();
        tokenizer.close();
    }
}
