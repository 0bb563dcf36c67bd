package io.mnemesh.realtime.compression;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Agrees with clients on compression, in place of the platform, which would keep a deflater for each connection. */
public final class Compression {

    private final boolean enabled;
    private final MessageInflater inflater;

    /** @param largestMessage bytes of the largest message that a client may send */
    public Compression(CompressionConfig config, long largestMessage) {
        this.enabled = config.validated().enabled();
        this.inflater = new MessageInflater(Math.toIntExact(largestMessage));
    }

    /**
     * Takes a client's offer, if it made one that can be held.
     *
     * @param fields  values of {@code Sec-WebSocket-Extensions} of its handshake
     * @param context the socket's handler context, still that of the HTTP request
     * @return the value for the handshake's answer; null if nothing is compressed
     */
    public @Nullable String negotiate(List<String> fields, ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        if (pipeline.get(WebSocketServerExtensionHandler.class) != null) {
            pipeline.remove(WebSocketServerExtensionHandler.class);
        }
        if (pipeline.get(InflatingHandler.class) != null) {
            pipeline.remove(InflatingHandler.class);
        }
        String answer = enabled ? DeflateOffers.answer(fields) : null;
        if (answer != null) {
            pipeline.addBefore(context.name(), null, new InflatingHandler(inflater));
        }
        return answer;
    }
}
