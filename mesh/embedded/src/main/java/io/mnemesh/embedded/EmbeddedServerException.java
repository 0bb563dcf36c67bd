package io.mnemesh.embedded;

import org.jspecify.annotations.Nullable;

/** Says in one sentence why a server cannot be started, stopped or used. */
public final class EmbeddedServerException extends RuntimeException {

    private final Reason reason;

    public EmbeddedServerException(Reason reason, String message) {
        this(reason, message, null);
    }

    public EmbeddedServerException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What kind of trouble it is, for callers that react to it. */
    public enum Reason {
        /** Another process listens on the port. */
        PORT_BUSY,
        /** The file system of the data or cache folder has too little room. */
        DISK_FULL,
        /** A running server, perhaps of an earlier run, uses the data folder. */
        DATA_IN_USE,
        /** There is no binary for this operating system and processor. */
        UNSUPPORTED_PLATFORM,
        /** The server runs but did not answer in time. */
        NOT_READY,
        /** The server ended by itself, or anything else. */
        FAILED
    }
}
