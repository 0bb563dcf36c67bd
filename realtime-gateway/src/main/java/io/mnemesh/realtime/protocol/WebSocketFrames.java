package io.mnemesh.realtime.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Frames of RFC 6455 from server to client: final, unmasked, not compressed. */
public final class WebSocketFrames {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;
    private static final int FINAL_PING = 0x89;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int LARGEST_16 = 0xFFFF;

    private WebSocketFrames() {}

    /** Writes the header of a text frame whose payload, valid UTF-8, is written next. */
    public static void textHeader(ByteBuf out, int payloadLength) {
        header(out, FINAL_TEXT, payloadLength);
    }

    /** Writes the header of a binary frame whose payload is written next. */
    public static void binaryHeader(ByteBuf out, int payloadLength) {
        header(out, FINAL_BINARY, payloadLength);
    }

    /** A ping without payload. */
    public static ByteBuf ping() {
        return Unpooled.wrappedBuffer(new byte[] {(byte) FINAL_PING, 0});
    }

    private static void header(ByteBuf out, int kind, int payloadLength) {
        out.writeByte(kind);
        if (payloadLength < LENGTH_16) {
            out.writeByte(payloadLength);
        } else if (payloadLength <= LARGEST_16) {
            out.writeByte(LENGTH_16).writeShort(payloadLength);
        } else {
            out.writeByte(LENGTH_64).writeLong(payloadLength);
        }
    }
}
