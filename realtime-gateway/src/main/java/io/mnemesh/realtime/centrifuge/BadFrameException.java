package io.mnemesh.realtime.centrifuge;

/** A frame that is not of the protocol; the connection it came on ends. */
public final class BadFrameException extends RuntimeException {

    BadFrameException(String message) {
        super(message, null, false, false);
    }
}
