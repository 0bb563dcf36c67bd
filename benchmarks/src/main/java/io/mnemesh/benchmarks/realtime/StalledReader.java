package io.mnemesh.benchmarks.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.Map;

/** A connection that subscribes and never reads again. Confined to its event loop. */
final class StalledReader extends ProtocolClient {

    StalledReader(Target target) {
        super(target);
    }

    @Override
    void onConnected(ChannelHandlerContext context) {
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
        ready().complete(null);
    }
}
