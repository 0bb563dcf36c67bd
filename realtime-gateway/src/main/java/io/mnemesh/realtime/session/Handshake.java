package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.websockets.next.UserData;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP request of a connection leaves behind for its session.
 *
 * @param context  the socket's handler context: the way past the WebSocket encoder
 * @param headers  the request's headers, which nobody needs any more when there is a session
 * @param device   as the client calls it, if it does
 * @param deflated whether messages may be compressed
 * @param verified the token of the request, if it brought one
 */
record Handshake(
        ChannelHandlerContext context,
        MultiMap headers,
        @Nullable String device,
        @Nullable Verified verified,
        boolean deflated) {

    static final UserData.TypedKey<Handshake> KEY = new UserData.TypedKey<>("mnemesh.handshake");

    /** From now on the session's heartbeat notices dead peers, and not the timer for idle HTTP connections. */
    void endIdleTimer() {
        IdleStateHandler timer = context.pipeline().get(IdleStateHandler.class);
        if (timer != null) {
            context.pipeline().remove(timer);
        }
    }
}
