package io.mnemesh.realtime.session;

import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.WebSocket;

/** The same socket at {@code /ws}. */
@WebSocket(path = "/ws")
class DefaultSocket extends SocketEndpoint {

    private final Sessions sessions;

    DefaultSocket(Sessions sessions, OpenConnections open) {
        super(open);
        this.sessions = sessions;
    }

    @Override
    ClientSession session(Socket socket, ChannelHandlerContext context) {
        return new JsonSession(sessions, socket, context);
    }
}
