package io.mnemesh.realtime.centrifuge;

import io.mnemesh.realtime.hub.WireProtocol;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * One encoding of the protocol. What it writes are whole frames of the transport; a frame may hold several replies or
 * pushes, as a frame of a client may hold several commands. Without state of a connection.
 */
public interface CentrifugeEncoding extends WireProtocol {

    /**
     * Reads a text frame.
     *
     * @return at least one command, in order
     * @throws BadFrameException if there is anything else in it
     */
    List<Command> decode(String frame);

    /** A frame of these replies, in order; at least one. */
    ByteBuf encode(List<Reply> replies);

    /** A frame with a ping of the server. */
    ByteBuf ping();

    @Override
    default boolean endsAtGap() {
        return true;
    }
}
