package io.mnemesh.realtime.session;

import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/** A socket of the project's own protocol. */
abstract class JsonSocket extends SocketEndpoint {

    private final Sessions sessions;

    JsonSocket(Sessions sessions, OpenConnections open) {
        super(open);
        this.sessions = sessions;
    }

    @Override
    final ClientSession session(
            Socket socket, ChannelHandlerContext context, @Nullable String subprotocol, boolean deflated) {
        return new JsonSession(sessions, socket, context, sessions.wires().json(deflated));
    }
}
