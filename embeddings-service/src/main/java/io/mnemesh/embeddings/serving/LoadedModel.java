package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.inference.OnnxEncoder;
import io.mnemesh.embeddings.inference.ReproducibilityProbe;
import io.mnemesh.embeddings.inference.VectorShape;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.VerifiedModel;
import io.mnemesh.embeddings.token.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;

/** A model in memory: its tokeniser and its session, probed and thereby warm. */
public record LoadedModel(TextTokenizer tokenizer, OnnxEncoder encoder) implements AutoCloseable {

    /**
     * Loads it; blocks.
     *
     * @param usualTokens padded tokens of a batch up to which the runtime may keep its memory
     * @throws RuntimeException with a sentence for operators
     * @throws IOException if a file cannot be read
     */
    public static LoadedModel of(VerifiedModel model, int usualTokens) throws IOException {
        return of(model, usualTokens, model.spec().normalized());
    }

    /** As {@link #of}, but vectors are left as long as they are pooled. */
    static LoadedModel unnormalized(VerifiedModel model, int usualTokens) throws IOException {
        return of(model, usualTokens, false);
    }

    private static LoadedModel of(VerifiedModel model, int usualTokens, boolean normalized) throws IOException {
        ModelSpec spec = model.spec();
        var tokenizer =
                new TextTokenizer(Files.readString(model.tokenizer().path()), spec.vocabularySize(), spec.maxTokens());
        try {
            var shape = new VectorShape(spec.dimensions(), spec.pooling(), normalized, spec.padToken());
            var probe = new ReproducibilityProbe(spec.vocabularySize(), spec.maxTokens());
            return new LoadedModel(tokenizer, new OnnxEncoder(model.model().path(), shape, usualTokens, probe));
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public void close() {
        encoder.close();
        tokenizer.close();
    }
}
