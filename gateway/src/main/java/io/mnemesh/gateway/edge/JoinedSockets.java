package io.mnemesh.gateway.edge;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * A WebSocket between a client and a service: the bytes run both ways unread, in order, and each side is read only as fast as
 * the other one takes what it says. When one side ends, what it said before still goes to the other. A side that takes
 * nothing for long is given up. A gateway that is about to stop says so with a frame (1001, going away) behind a whole frame of
 * the service; the client's answer to it ends the service's side. Used on the event loop of both connections, except where it
 * says otherwise.
 */
final class JoinedSockets implements LongLived {

    /** How long a client may take to answer that the gateway is going away. */
    private static final long GOODBYE_MILLIS = 1_000;

    /** An unmasked close frame of status 1001 (RFC 6455, sections 5.5.1 and 7.4.1). */
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

    private static final long NONE = -1;

    private final NetSocket client;
    private final Channel clientChannel;
    private final ServiceSocket service;
    private final Tunnels tunnels;
    private final Vertx vertx;
    private final Context context;
    private final long stallMillis;
    private final FrameEnds frames = new FrameEnds();
    private long clientStalls = NONE;
    private long serviceStalls = NONE;
    private boolean clientEnded;
    private boolean serviceEnded;
    private boolean leaving;
    private boolean saidGoodbye;

    /** @param stallMillis how long a side may take nothing of what waits for it */
    JoinedSockets(
            NetSocket client,
            Channel clientChannel,
            ServiceSocket service,
            Tunnels tunnels,
            Vertx vertx,
            long stallMillis) {
        this.client = client;
        this.clientChannel = clientChannel;
        this.service = service;
        this.tunnels = tunnels;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.stallMillis = stallMillis;
    }

    void start() {
        tunnels.opened(this);
        client.closeHandler(closed -> clientEnded());
        client.exceptionHandler(failure -> {}); // the end tells of the same failure
        client.drainHandler(drained -> readService());
        client.handler(this::toService);
        service.socket().closeHandler(closed -> serviceEnded());
        service.socket().exceptionHandler(failure -> {});
        service.onDrained(this::readClient);
        service.socket().handler(this::toClient);
        readClient();
        readService();
        if (tunnels.isDraining()) {
            leave();
        }
    }

    private void toService(Buffer chunk) {
        if (serviceEnded) {
            return;
        }
        service.write(chunk);
        if (service.isFull() && !clientEnded) {
            client.pause();
            if (serviceStalls == NONE) {
                serviceStalls = vertx.setTimer(stallMillis, late -> giveUp());
            }
        }
    }

    private void readClient() {
        serviceStalls = cancelled(serviceStalls);
        client.resume();
    }

    private void toClient(Buffer chunk) {
        if (saidGoodbye || clientEnded) {
            return;
        }
        int end = 0;
        do {
            end = frames.skip(chunk, end);
        } while (end < chunk.length() && !(leaving && frames.isBetween()));
        write(end == chunk.length() ? chunk : chunk.slice(0, end));
        if (leaving && frames.isBetween()) {
            sayGoodbye();
        }
        if (client.writeQueueFull() && !serviceEnded) {
            service.socket().pause();
            if (clientStalls == NONE) {
                clientStalls = vertx.setTimer(stallMillis, late -> giveUp());
            }
        }
    }

    private void readService() {
        clientStalls = cancelled(clientStalls);
        service.socket().resume();
    }

    private long cancelled(long timer) {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
        }
        return NONE;
    }

    private void giveUp() {
        cut(clientChannel);
        cut(service.channel());
    }

    /** Ends a connection whatever waits to be taken, for which the last of its handlers would wait. */
    private static void cut(Channel channel) {
        var _ = channel.pipeline().firstContext().close();
    }

    /** What fails to be written is told of by the end of the connection. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(Buffer chunk) {
        client.write(chunk);
    }

    private void clientEnded() {
        if (!clientEnded) {
            clientEnded = true;
            tunnels.closed(this);
            clientStalls = cancelled(clientStalls);
            readClient(); // what is left of it is delivered before the next task of this loop
            context.runOnContext(delivered -> closeService());
        }
    }

    private void serviceEnded() {
        if (!serviceEnded) {
            serviceEnded = true;
            readService();
            context.runOnContext(delivered -> closeClient());
        }
    }

    private void closeService() {
        close(service.channel(), service::close);
    }

    private void closeClient() {
        close(clientChannel, client::close);
    }

    /** Closes when all that was written is taken, or when the time for it is over. */
    private void close(Channel channel, Runnable whenTaken) {
        if (channel.isOpen()) {
            long timer = vertx.setTimer(stallMillis, late -> cut(channel));
            channel.closeFuture().addListener(closed -> vertx.cancelTimer(timer));
            whenTaken.run();
        }
    }

    /** Says goodbye, and ends both sides if it is called again. May be called by any thread. */
    @Override
    public void close() {
        context.runOnContext(now -> leave());
    }

    private void leave() {
        if (leaving) {
            end();
            return;
        }
        leaving = true;
        long timer = vertx.setTimer(GOODBYE_MILLIS, late -> end());
        clientChannel.closeFuture().addListener(closed -> vertx.cancelTimer(timer));
        if (frames.isBetween() && !serviceEnded) {
            sayGoodbye();
        }
    }

    private void sayGoodbye() {
        saidGoodbye = true;
        write(Buffer.buffer(GOING_AWAY));
    }

    private void end() {
        closeService();
        closeClient();
    }
}
