package io.mnemesh.realtime.session;

import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.WebSocket;

/** The socket at {@code /ws/realtime}. */
@WebSocket(path = "/ws/realtime")
class RealtimeSocket extends SocketEndpoint {

    private final Sessions sessions;

    RealtimeSocket(Sessions sessions, OpenConnections open) {
        super(open);
        this.sessions = sessions;
    }

    @Override
    ClientSession session(Socket socket, ChannelHandlerContext context) {
        return new JsonSession(sessions, socket, context);
    }
}
