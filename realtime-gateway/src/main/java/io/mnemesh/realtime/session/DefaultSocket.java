package io.mnemesh.realtime.session;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;

/** The same socket at {@code /ws}. */
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class DefaultSocket extends JsonSocket {

    DefaultSocket(Sessions sessions, OpenConnections open) {
        super(sessions, open);
    }
}
