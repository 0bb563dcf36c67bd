package io.mnemesh.benchmarks.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection that publishes. Threads may publish one at a time. */
final class Publisher extends ProtocolClient {

    private static final int FIRST_ID = 10;

    /** What a publication is beside its padding, about. */
    private static final int FRAME_OF_DATA = 40;

    private final String padding;
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile @Nullable Channel channel;
    private volatile @Nullable Throwable failure;
    private long sent;

    /** @param size bytes of a publication's data, about */
    Publisher(Target target, int size) {
        super(target);
        this.padding = "x".repeat(Math.max(0, size - FRAME_OF_DATA));
    }

    /** Sends one publication that carries the time. */
    void publish() {
        Channel open = channel;
        if (open == null || failure != null) {
            throw new IllegalStateException("The publisher is not connected.", failure);
        }
        String command = "{\"id\":%d,\"publish\":{\"channel\":\"%s\",\"data\":{\"p\":\"%s\",\"t\":%d}}}"
                .formatted(FIRST_ID + sent++, target().channel(), padding, System.nanoTime() / 1000);
        var _ = open.writeAndFlush(new TextWebSocketFrame(command), open.voidPromise());
    }

    /** Publications sent and not answered yet. */
    long underWay() {
        if (failure != null) {
            throw new IllegalStateException("A publication was refused.", failure);
        }
        return sent - acknowledged.get();
    }

    long sent() {
        return sent;
    }

    @Override
    void onConnected(ChannelHandlerContext context) {
        channel = context.channel();
        ready().complete(null);
    }

    @Override
    void onPush(ByteBuf frame, int from, int to) {
        // It subscribes to nothing; a server that broadcasts tells it all the same.
    }

    @Override
    void onReply(ChannelHandlerContext context, JsonNode reply) {
        requireNoError(reply);
        acknowledged.incrementAndGet();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failure = cause;
        super.exceptionCaught(context, cause);
    }
}
