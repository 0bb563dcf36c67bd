package io.mnemesh.realtime.session;

/**
 * How a session ends its connection in good order: with code and reason, as the transport says them, behind everything
 * sent before.
 */
interface Socket {

    String id();

    /** @param code a close code of the session's protocol */
    void close(int code, String reason);
}
