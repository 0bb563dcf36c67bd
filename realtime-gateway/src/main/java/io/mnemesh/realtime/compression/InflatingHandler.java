package io.mnemesh.realtime.compression;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks what a client that negotiated compression sends, message by message. One that is too large is passed on as one of more
 * bytes than allowed, so that it is refused as any other of that size.
 */
final class InflatingHandler extends ChannelInboundHandlerAdapter {

    /** Bit of frames whose message is compressed. */
    private static final int RSV1 = 4;

    /** Bytes by which a message that cannot be compressed may grow. */
    private static final int GROWTH = 1024;

    private final MessageInflater inflater;
    private @Nullable ByteBuf parts;
    private boolean text;
    private boolean under;
    private boolean tooLarge;

    InflatingHandler(MessageInflater inflater) {
        this.inflater = inflater;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame && isPacked(frame)) {
            try {
                take(context, frame);
            } finally {
                frame.release();
            }
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        drop();
    }

    private boolean isPacked(WebSocketFrame frame) {
        boolean begins = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
        return begins ? (frame.rsv() & RSV1) != 0 : under && frame instanceof ContinuationWebSocketFrame;
    }

    private void take(ChannelHandlerContext context, WebSocketFrame frame) {
        if (!(frame instanceof ContinuationWebSocketFrame)) {
            drop();
            text = frame instanceof TextWebSocketFrame;
        }
        under = !frame.isFinalFragment();
        ByteBuf content = frame.content();
        int before = parts == null ? 0 : parts.readableBytes();
        if (before + content.readableBytes() > inflater.limit() + GROWTH) {
            drop();
            tooLarge = true;
        }
        if (under) {
            if (!tooLarge) {
                keep(content);
            }
            return;
        }
        pass(context, content);
    }

    private void keep(ByteBuf content) {
        ByteBuf kept = parts == null ? Unpooled.buffer(content.readableBytes()) : parts;
        parts = kept.writeBytes(content);
    }

    /** The message is complete. */
    private void pass(ChannelHandlerContext context, ByteBuf last) {
        byte[] plain;
        try {
            if (tooLarge) {
                plain = new byte[inflater.limit() + 1];
            } else if (parts == null) {
                plain = inflater.inflate(last);
            } else {
                keep(last);
                plain = inflater.inflate(parts);
            }
        } catch (DataFormatException e) {
            var _ = context.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_PAYLOAD_DATA))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        } finally {
            drop();
            tooLarge = false;
        }
        ByteBuf bytes = Unpooled.wrappedBuffer(plain);
        context.fireChannelRead(
                text ? new TextWebSocketFrame(true, 0, bytes) : new BinaryWebSocketFrame(true, 0, bytes));
    }

    private void drop() {
        if (parts != null) {
            parts.release();
            parts = null;
        }
    }
}
