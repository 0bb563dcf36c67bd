package io.mnemesh.realtime.protocol;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Position;
import io.netty.buffer.ByteBuf;

/** What a transport puts around each frame of the own protocol, whose bytes are written between {@code begin} and {@code end}. */
interface JsonFraming {

    /** WebSocket text frames. */
    JsonFraming WEB_SOCKET = new JsonFraming() {
        @Override
        public void begin(int length, ByteBuf out) {
            WebSocketFrames.textHeader(out, length);
        }

        @Override
        public void begin(ChannelId channel, Position seen, int length, ByteBuf out) {
            WebSocketFrames.textHeader(out, length);
        }

        @Override
        public void end(ByteBuf out) {
            // The header told the length.
        }
    };

    /** @param length of the frame in bytes */
    void begin(int length, ByteBuf out);

    /**
     * Begins a frame that brings a client forward.
     *
     * @param seen where the client is when it has seen the frame
     */
    void begin(ChannelId channel, Position seen, int length, ByteBuf out);

    void end(ByteBuf out);
}
