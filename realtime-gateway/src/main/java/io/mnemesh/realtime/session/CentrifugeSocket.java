package io.mnemesh.realtime.session;

import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import io.mnemesh.realtime.centrifuge.CentrifugeEncodings;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * The socket of the Centrifuge protocol, where its clients look for it: in JSON, or in protobuf if the subprotocol says
 * so.
 */
@WebSocket(path = "/connection/websocket", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class CentrifugeSocket extends SocketEndpoint {

    private final Sessions sessions;

    CentrifugeSocket(Sessions sessions, OpenConnections open) {
        super(open);
        this.sessions = sessions;
    }

    @Override
    ClientSession session(
            Socket socket, ChannelHandlerContext context, @Nullable String subprotocol, boolean deflated) {
        CentrifugeEncoding encoding = CentrifugeEncodings.PROTOBUF.equals(subprotocol)
                ? sessions.wires().protobuf(deflated)
                : sessions.wires().centrifugeJson(deflated);
        return new CentrifugeSession(sessions, socket, context, encoding, null);
    }
}
