package io.mnemesh.embeddings.inference;

/** The inference runtime failed on a model or a batch. */
public final class EncodingException extends RuntimeException {

    public EncodingException(String message) {
        super(message);
    }

    public EncodingException(String message, Throwable cause) {
        super(message, cause);
    }
}
