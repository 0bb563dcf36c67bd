package io.mnemesh.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The connection to a service that agreed to become a WebSocket. Vert.x 4 never says of such a connection that its queue is full,
 * nor that it was drained, and completes none of its writes; so the channel below is asked. Used on its event loop only.
 */
final class ServiceSocket {

    private final NetSocket socket;
    private final ConnectionBase connection;

    ServiceSocket(HttpClientResponse answer) {
        this.socket = answer.netSocket();
        this.connection = (ConnectionBase) answer.request().connection();
    }

    /** The bytes that come from the service. */
    NetSocket socket() {
        return socket;
    }

    /** The result would never be complete, see above: that the service is gone is told by its end. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void write(Buffer chunk) {
        socket.write(chunk);
    }

    /** Whether more than about 64 KiB wait to be taken by the service. */
    boolean isFull() {
        return !channel().isWritable();
    }

    /** @param drained called each time when little waits after much did */
    void onDrained(Runnable drained) {
        channel().pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                if (context.channel().isWritable()) {
                    drained.run();
                }
                context.fireChannelWritabilityChanged();
            }
        });
    }

    Channel channel() {
        return connection.channel();
    }

    /** Ends the connection when what was written is taken. */
    void close() {
        connection.close();
    }
}
