package io.mnemesh.realtime.session;

import io.quarkus.websockets.next.WebSocket;

/** The same socket at {@code /ws/notifications}. */
@WebSocket(path = "/ws/notifications")
class NotificationsSocket extends JsonSocket {

    NotificationsSocket(Sessions sessions, OpenConnections open) {
        super(sessions, open);
    }
}
