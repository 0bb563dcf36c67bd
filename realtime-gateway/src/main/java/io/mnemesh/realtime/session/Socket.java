package io.mnemesh.realtime.session;

import io.mnemesh.realtime.protocol.CloseCode;

/** How a session ends its socket in good order: a close frame with code and reason behind everything sent before. */
interface Socket {

    String id();

    void close(CloseCode code, String reason);
}
