package io.mnemesh.embeddings.model;

import io.mnemesh.embeddings.token.Vocabulary;
import java.time.Instant;
import java.util.Locale;

/**
 * What a model is: everything that decides which vector a text gets, and where its files come from.
 *
 * @param name       name callers use
 * @param revision   revision of the weights
 * @param precision  number format of the weights
 * @param dimensions length of a vector
 * @param pooling    how token vectors become one
 * @param vocabulary token ids and the greatest length
 * @param owner      who made it, for the list of models
 * @param created    when it was made, for the list of models
 * @param model      the ONNX file
 * @param tokenizer  the {@code tokenizer.json}
 */
public record ModelSpec(
        String name,
        String revision,
        Precision precision,
        int dimensions,
        Pooling pooling,
        Vocabulary vocabulary,
        String owner,
        Instant created,
        ModelFile model,
        ModelFile tokenizer) {

    /** {@code name@revision}. */
    public String id() {
        return name + "@" + revision;
    }

    /** Names everything a text's vector depends on; the first part of its cache key. */
    public String fingerprint() {
        return id() + ":" + lower(precision) + ":" + lower(pooling) + ":" + vocabulary.maxTokens() + ":"
                + model.sha256().substring(0, 8) + tokenizer.sha256().substring(0, 8);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
