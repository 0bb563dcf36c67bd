package io.mnemesh.realtime.session;

/** How a session ends its socket in good order: a close frame with code and reason behind everything sent before. */
interface Socket {

    String id();

    /** @param code a close code of the session's protocol */
    void close(int code, String reason);
}
