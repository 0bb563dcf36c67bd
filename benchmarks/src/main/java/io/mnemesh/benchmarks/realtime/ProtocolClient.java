package io.mnemesh.benchmarks.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One connection from its handshake on. Confined to its event loop. */
abstract class ProtocolClient extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Target target;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private boolean connected;

    ProtocolClient(Target target) {
        this.target = target;
    }

    /** The server has taken the connection. */
    abstract void onConnected(ChannelHandlerContext context);

    /** A line that is neither a ping nor an answer. */
    abstract void onPush(ByteBuf frame, int from, int to);

    /** The lines of a frame have been passed on. */
    void onFrameEnd() {}

    /** An answer to a command behind {@code connect}. */
    abstract void onReply(ChannelHandlerContext context, JsonNode reply);

    Target target() {
        return target;
    }

    /** When it can be used, or why it cannot. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    static void send(ChannelHandlerContext context, Map<String, ?> command) {
        try {
            var _ = context.writeAndFlush(
                    new TextWebSocketFrame(JSON.writeValueAsString(command)), context.voidPromise());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            String token = target.token();
            send(context, Map.of("id", 1, "connect", token == null ? Map.of() : Map.of("token", token)));
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
        if (connected) {
            Lines.each(frame.content(), (bytes, from, to) -> onLine(context, bytes, from, to));
            onFrameEnd();
        } else {
            ByteBuf content = frame.content();
            requireNoError(reply(content, content.readerIndex(), content.writerIndex()));
            connected = true;
            onConnected(context);
        }
    }

    private void onLine(ChannelHandlerContext context, ByteBuf bytes, int from, int to) {
        if (Lines.isPing(from, to)) {
            var _ = context.writeAndFlush(new TextWebSocketFrame("{}"), context.voidPromise());
        } else if (Lines.isReply(bytes, from, to)) {
            onReply(context, reply(bytes, from, to));
        } else {
            onPush(bytes, from, to);
        }
    }

    private static JsonNode reply(ByteBuf bytes, int from, int to) {
        try {
            return JSON.readTree(bytes.toString(from, to - from, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException if the answer is an error */
    static void requireNoError(JsonNode reply) {
        if (reply.has("error")) {
            throw new UncheckedIOException(new IOException("The server refused: " + reply));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ready.completeExceptionally(cause);
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ready.completeExceptionally(new IOException("The server closed the connection."));
    }
}
