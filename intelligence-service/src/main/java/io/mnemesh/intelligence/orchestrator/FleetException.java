package io.mnemesh.intelligence.orchestrator;

import org.jspecify.annotations.Nullable;

/** An action could not be taken; the message is one sentence for the audit. */
public final class FleetException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public FleetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
