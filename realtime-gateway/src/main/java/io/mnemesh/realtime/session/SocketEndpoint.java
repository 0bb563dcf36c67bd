package io.mnemesh.realtime.session;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes what happens to a socket to its session, on the socket's event loop, which keeps frames in their order: endpoints
 * need no queue of the framework for that, and declare that callbacks may overlap.
 */
abstract class SocketEndpoint {

    private static final MeshLog LOG = MeshLog.of(SocketEndpoint.class);
    private static final UserData.TypedKey<ClientSession> SESSION = new UserData.TypedKey<>("mnemesh.session");

    private final OpenConnections open;

    SocketEndpoint(OpenConnections open) {
        this.open = open;
    }

    /**
     * A session in the protocol of this endpoint.
     *
     * @param subprotocol as the handshake agreed on it
     * @param deflated    whether it agreed on compression
     */
    abstract ClientSession session(
            Socket socket, ChannelHandlerContext context, @Nullable String subprotocol, boolean deflated);

    @OnOpen
    Uni<Void> onOpen(WebSocketConnection connection) {
        open.opened();
        return with(connection, session -> {});
    }

    @OnTextMessage
    Uni<Void> onText(String text, WebSocketConnection connection) {
        return with(connection, session -> session.onText(text));
    }

    @OnBinaryMessage
    Uni<Void> onBinary(Buffer bytes, WebSocketConnection connection) {
        return with(connection, session -> session.onBinary(bytes.getBytes()));
    }

    @OnPongMessage
    Uni<Void> onPong(Buffer bytes, WebSocketConnection connection) {
        return with(connection, ClientSession::onPong);
    }

    @OnClose
    Uni<Void> onClose(WebSocketConnection connection) {
        open.closed();
        return with(connection, ClientSession::onClosed);
    }

    @OnError
    Uni<Void> onError(Throwable failure, WebSocketConnection connection) {
        LOG.debug("Socket failed").cause(failure).log();
        // So the server says that a message made of fragments outgrew its limit; the fragments are dropped.
        return failure instanceof IllegalStateException
                ? with(connection, ClientSession::onOutgrown)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> with(WebSocketConnection connection, Consumer<ClientSession> action) {
        ClientSession session = connection.userData().get(SESSION);
        if (session != null) {
            return on(session.loop(), () -> action.accept(session));
        }
        Handshake handshake = connection.userData().get(Handshake.KEY);
        return on(handshake.context().executor(), () -> action.accept(session(connection, handshake)));
    }

    /** The first to be called opens the session, so that a frame that is faster than the opening is not lost. */
    private ClientSession session(WebSocketConnection connection, Handshake handshake) {
        ClientSession present = connection.userData().get(SESSION);
        if (present != null) {
            return present;
        }
        ClientSession session = session(
                new NextSocket(connection, Device.client(handshake.device(), connection.id())),
                handshake.context(),
                connection.subprotocol(),
                handshake.deflated());
        connection.userData().put(SESSION, session);
        connection.userData().remove(Handshake.KEY);
        handshake.endIdleTimer();
        handshake.headers().clear();
        session.onOpen(handshake.verified());
        return session;
    }

    private static Uni<Void> on(EventExecutor loop, Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().voidItem().emitOn(loop).invoke(action);
    }

    /** The socket as the framework closes it. */
    private record NextSocket(WebSocketConnection connection, String id) implements Socket {

        @Override
        public void close(int code, String reason) {
            connection
                    .close(new CloseReason(code, reason))
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.debug("Close frame not sent")
                                    .cause(failure)
                                    .log());
        }
    }
}
