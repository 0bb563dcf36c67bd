package io.mnemesh.memory.index;

/** The index cannot go on: it must be opened anew and rebuilt from the record. */
public final class IndexBrokenException extends RuntimeException {

    public IndexBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
