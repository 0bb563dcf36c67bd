package io.mnemesh.realtime.session;

import io.quarkus.websockets.next.WebSocket;

/** The same socket at {@code /ws}. */
@WebSocket(path = "/ws")
class DefaultSocket extends JsonSocket {

    DefaultSocket(Sessions sessions, OpenConnections open) {
        super(sessions, open);
    }
}
