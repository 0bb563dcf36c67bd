package io.mnemesh.realtime.session;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;

/** The socket at {@code /ws/realtime}. */
@WebSocket(path = "/ws/realtime", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class RealtimeSocket extends JsonSocket {

    RealtimeSocket(Sessions sessions, OpenConnections open) {
        super(sessions, open);
    }
}
