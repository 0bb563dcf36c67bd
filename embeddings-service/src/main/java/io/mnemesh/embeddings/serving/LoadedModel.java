package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.inference.OnnxEncoder;
import io.mnemesh.embeddings.inference.VectorShape;
import io.mnemesh.embeddings.inference.Weights;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.VerifiedModel;
import io.mnemesh.embeddings.serving.LoadStages.Stage;
import io.mnemesh.embeddings.token.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;

/** A model in memory: its tokeniser and its session, which has computed a first text. */
public record LoadedModel(TextTokenizer tokenizer, OnnxEncoder encoder) implements AutoCloseable {

    private static final int WARM_UP_TOKENS = 16;

    /**
     * Loads it; blocks.
     *
     * @param usualTokens padded tokens of a batch up to which the runtime may keep its memory
     * @throws RuntimeException with a sentence for operators
     * @throws IOException if a file cannot be read
     */
    public static LoadedModel of(VerifiedModel model, int usualTokens) throws IOException {
        return of(model, usualTokens, model.spec().normalized(), LoadStages.untold());
    }

    /** As {@link #of}, but vectors are left as long as they are pooled. */
    static LoadedModel unnormalized(VerifiedModel model, int usualTokens, LoadStages stages) throws IOException {
        return of(model, usualTokens, false, stages);
    }

    private static LoadedModel of(VerifiedModel model, int usualTokens, boolean normalized, LoadStages stages)
            throws IOException {
        ModelSpec spec = model.spec();
        var shape = new VectorShape(spec.dimensions(), spec.pooling(), normalized, spec.padToken());
        TextTokenizer tokenizer = stages.time(Stage.TOKENIZER, () -> tokenizer(model));
        Weights weights = model.model().own() ? Weights.MAPPED : Weights.READ;
        OnnxEncoder encoder = null;
        try {
            encoder = stages.time(
                    Stage.SESSION, () -> new OnnxEncoder(model.model().path(), weights, shape, usualTokens));
            stages.time(Stage.WARM_UP, warmUp(encoder, spec));
            return new LoadedModel(tokenizer, encoder);
        } catch (RuntimeException e) {
            if (encoder != null) {
                encoder.close();
            }
            tokenizer.close();
            throw e;
        }
    }

    private static TextTokenizer tokenizer(VerifiedModel model) throws IOException {
        ModelSpec spec = model.spec();
        return new TextTokenizer(Files.readString(model.tokenizer().path()), spec.vocabularySize(), spec.maxTokens());
    }

    /** A text with the greatest id, which a model with fewer than it is said to have refuses. */
    private static LoadStages.Task<List<float[]>, RuntimeException> warmUp(OnnxEncoder encoder, ModelSpec spec) {
        int last = spec.vocabularySize() - 1;
        int[] ids = IntStream.range(0, Math.min(WARM_UP_TOKENS, spec.maxTokens()))
                .map(n -> Math.max(0, last - n))
                .toArray();
        return () -> encoder.encode(List.of(ids));
    }

    @Override
    public void close() {
        encoder.close();
        tokenizer.close();
    }
}
