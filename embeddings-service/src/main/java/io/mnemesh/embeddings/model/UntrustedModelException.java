package io.mnemesh.embeddings.model;

import org.jspecify.annotations.Nullable;

/** A model's file is missing or not what the catalogue says. The message is for operators and names the file. */
public final class UntrustedModelException extends RuntimeException {

    public UntrustedModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
