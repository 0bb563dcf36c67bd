package io.mnemesh.realtime.centrifuge;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.compression.FrameDeflater;
import io.mnemesh.realtime.hub.WireProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;

/**
 * The protocol as one transport carries it: a format in a framing. What it writes are whole frames; a frame may hold
 * several replies or pushes, as what comes from a client may hold several commands. Without state of a connection.
 */
public final class CentrifugeEncoding implements WireProtocol {

    private final CentrifugeFormat format;
    private final Framing framing;
    private final CentrifugeEncoding withDeltas;

    CentrifugeEncoding(CentrifugeFormat format, Framing framing) {
        this.format = format;
        this.framing = framing;
        this.withDeltas = format.forDeltas() == format ? this : new CentrifugeEncoding(format.forDeltas(), framing);
    }

    /** The same for connections that negotiated compression; one object for all of them. */
    public CentrifugeEncoding deflated(FrameDeflater deflater) {
        return new CentrifugeEncoding(format, new Framing.Deflated(framing, deflater));
    }

    /** The encoding of pushes that differences may be among, on the same transport. */
    public CentrifugeEncoding withDeltas() {
        return withDeltas;
    }

    /**
     * Reads what came as text.
     *
     * @return at least one command, in order
     * @throws BadFrameException if there is anything else in it, or the encoding is binary
     */
    public List<Command> decode(String text) {
        return format.decode(text);
    }

    /**
     * Reads what came as bytes.
     *
     * @return at least one command, in order
     * @throws BadFrameException if there is anything else in it, or the encoding is text
     */
    public List<Command> decode(byte[] bytes) {
        return format.decode(bytes);
    }

    /** Frames with these replies, in order; at least one. */
    public ByteBuf encode(List<Reply> replies) {
        return frames(replies.stream().map(format::reply).toList());
    }

    /** A frame with a ping of the server. */
    public ByteBuf ping() {
        return frames(List.of(format.ping()));
    }

    /** A frame that tells of a subscription's end. */
    public ByteBuf unsubscribe(ChannelId channel, Unsubscription why) {
        return frames(List.of(format.unsubscribe(channel, why)));
    }

    /** The last frame on a transport that cannot say itself why it ends. */
    public ByteBuf disconnect(int code, String reason) {
        return frames(List.of(format.disconnect(code, reason)));
    }

    /** Whether what comes from a client is text. */
    public boolean isText() {
        return format instanceof CentrifugeJson;
    }

    @Override
    public void encode(ChannelId channel, List<ChannelItem> items, ByteBuf out) {
        framing.write(format.pushes(channel, items), out);
    }

    @Override
    public boolean knows(Signal.Kind kind) {
        return kind == Signal.Kind.JOIN || kind == Signal.Kind.LEAVE;
    }

    @Override
    public void encode(ChannelId channel, Signal signal, ByteBuf out) {
        framing.write(List.of(format.push(channel, signal)), out);
    }

    @Override
    public boolean endsAtGap() {
        return true;
    }

    private ByteBuf frames(List<Written> pieces) {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(framing.room(pieces));
        framing.write(pieces, out);
        return out;
    }
}
