package io.mnemesh.embeddings.model;

import java.util.Locale;

/** A model whose files are there and are what they must be: everything that decides which vector a text gets. */
public record VerifiedModel(ModelSpec spec, VerifiedFile model, VerifiedFile tokenizer) {

    private static final int SHORT_DIGEST = 8;
    private static final int REVISION_DIGEST = 12;

    public String name() {
        return spec.name();
    }

    /** The revision it is said to have, or else one that follows from the content of its ONNX file. */
    public String revision() {
        return spec.revision().orElseGet(() -> model.sha256().substring(0, REVISION_DIGEST));
    }

    /** {@code name@revision}. */
    public String id() {
        return name() + "@" + revision();
    }

    /** Names everything a text's vector depends on; the first part of its cache key. */
    public String fingerprint() {
        return fingerprint(spec.normalized());
    }

    /** As {@link #fingerprint}, of the vectors before they get length one. */
    public String unnormalizedFingerprint() {
        return fingerprint(false);
    }

    private String fingerprint(boolean normalized) {
        return id() + ":" + lower(spec.precision()) + ":" + lower(spec.pooling()) + (normalized ? "" : "-raw")
                + ":"
                + spec.maxTokens() + ":" + model.sha256().substring(0, SHORT_DIGEST)
                + tokenizer.sha256().substring(0, SHORT_DIGEST);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
