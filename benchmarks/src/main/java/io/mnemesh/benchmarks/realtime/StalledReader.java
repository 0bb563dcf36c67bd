package io.mnemesh.benchmarks.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection that subscribes and never reads again. Confined to its event loop. */
final class StalledReader extends ProtocolClient {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Little, so that what is not read waits in the server and not in the buffers of the operating system. */
    private static final int RECEIVE_BUFFER_BYTES = 4096;

    private volatile @Nullable Channel channel;

    StalledReader(Target target) {
        super(target);
    }

    /** Reads on; whether the server had ended the connection meanwhile. */
    boolean wasCut() throws InterruptedException {
        Channel stalled = channel;
        if (stalled == null) {
            throw new IllegalStateException("It never subscribed.");
        }
        stalled.config().setAutoRead(true);
        return stalled.closeFuture().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    void onConnected(ChannelHandlerContext context) {
        context.channel().config().setOption(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        send(context, Map.of("id", 2, "subscribe", Map.of("channel", target().channel())));
    }

    @Override
    void onPush(ByteBuf frame, int from, int to) {
        // What came before it stopped reading.
    }

    @Override
    void onReply(ChannelHandlerContext context, JsonNode reply) {
        requireNoError(reply);
        context.channel().config().setAutoRead(false);
        channel = context.channel();
        ready().complete(null);
    }
}
