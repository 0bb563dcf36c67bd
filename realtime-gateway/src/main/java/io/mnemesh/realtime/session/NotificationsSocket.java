package io.mnemesh.realtime.session;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;

/** The same socket at {@code /ws/notifications}. */
@WebSocket(path = "/ws/notifications", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class NotificationsSocket extends JsonSocket {

    NotificationsSocket(Sessions sessions, OpenConnections open) {
        super(sessions, open);
    }
}
