package io.mnemesh.realtime.session;

import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.WebSocket;

/** The socket of the Centrifuge protocol, where its clients look for it. */
@WebSocket(path = "/connection/websocket")
class CentrifugeSocket extends SocketEndpoint {

    private final Sessions sessions;

    CentrifugeSocket(Sessions sessions, OpenConnections open) {
        super(open);
        this.sessions = sessions;
    }

    @Override
    ClientSession session(Socket socket, ChannelHandlerContext context) {
        return new CentrifugeSession(sessions, socket, context, sessions.centrifugeJson());
    }
}
