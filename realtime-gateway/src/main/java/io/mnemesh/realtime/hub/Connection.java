package io.mnemesh.realtime.hub;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The hub's side of one client connection: what it subscribes to, and the way out. Confined to the event loop of its
 * socket; nothing here is synchronised.
 *
 * <p>Bytes that are ready for the socket go to the socket's own handler context, past the WebSocket encoder, so that a
 * buffer shared by all subscribers is written as it is. What the peer has not read yet is what Netty holds for the
 * socket; above {@code queueLimit} the connection is slow, takes no more bytes, and its {@link Peer} ends it.
 */
public final class Connection {

    private static final MeshLog LOG = MeshLog.of(Connection.class);
    private static final int PIECE_BYTES = 128 * 1024;

    private final ChannelHandlerContext context;
    private final WireProtocol wire;
    private final LoopShard shard;
    private final long queueLimit;
    private final Peer peer;
    private final Map<ChannelId, Subscription> subscriptions = HashMap.newHashMap(4);
    private @Nullable Queue<Piece> pieces;
    private @Nullable TenantTraffic traffic;
    private boolean dirty;
    private boolean pieceUnderWay;
    private boolean slow;
    private boolean closed;

    /**
     * @param context    the socket's handler context, on the shard's event loop
     * @param queueLimit most bytes that may wait for the peer
     */
    public Connection(ChannelHandlerContext context, WireProtocol wire, LoopShard shard, long queueLimit, Peer peer) {
        this.context = context;
        this.wire = wire;
        this.shard = shard;
        this.queueLimit = queueLimit;
        this.peer = peer;
    }

    /** From now on what is sent counts for this tenant. */
    public void countFor(TenantTraffic tenant) {
        traffic = tenant;
    }

    /** Sends bytes that are for this connection alone; they leave at the end of this turn of the event loop. */
    public void send(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (write(bytes)) {
            sent(1, size);
        }
    }

    /** Sends a piece when the socket has taken those offered before. */
    public void offer(Piece piece) {
        Queue<Piece> waiting = pieces == null ? new ArrayDeque<>(1) : pieces;
        waiting.add(piece);
        pieces = waiting;
        sendNextPiece();
    }

    /** Most bytes a piece should have, so that others may send beside it before the connection is slow. */
    public int pieceBytes() {
        return (int) Math.min(PIECE_BYTES, queueLimit / 2);
    }

    private void sendNextPiece() {
        while (!pieceUnderWay && pieces != null) {
            Piece piece = pieces.poll();
            if (piece == null) {
                pieces = null;
                return;
            }
            ByteBuf bytes = accepts() ? made(piece) : null;
            if (bytes == null) {
                piece.taken();
            } else {
                pieceUnderWay = true;
                sent(piece.messages(), bytes.readableBytes());
                var _ = context.writeAndFlush(bytes).addListener((ChannelFutureListener) future -> {
                    pieceUnderWay = false;
                    piece.taken();
                    sendNextPiece();
                });
            }
        }
    }

    private @Nullable ByteBuf made(Piece piece) {
        try {
            return piece.make();
        } catch (RuntimeException failure) {
            LOG.error("What a connection is to get cannot be encoded")
                    .cause(failure)
                    .log();
            fail();
            return null;
        }
    }

    /** Something that is for this connection cannot be written; its client is told by its end, and misses nothing unawares. */
    void fail() {
        shard.failed(this);
    }

    /** Starts subscribing to a channel; the connection must not have it yet. */
    public void join(ChannelId channel, Reception reception, Subscription.Joining joining) {
        var subscription = new Subscription(this, channel, reception, joining);
        if (subscriptions.putIfAbsent(channel, subscription) != null) {
            throw new IllegalStateException("The connection has this channel already.");
        }
        shard.join(subscription);
    }

    /** The member that the connection is in a channel; null if it is none. */
    public @Nullable Member memberIn(ChannelId channel) {
        Subscription subscription = subscriptions.get(channel);
        return subscription == null ? null : subscription.self();
    }

    public boolean has(ChannelId channel) {
        return subscriptions.containsKey(channel);
    }

    /**
     * Ends a subscription because the client wants it.
     *
     * @return false if the connection did not have it
     */
    public boolean leave(ChannelId channel) {
        Subscription subscription = subscriptions.get(channel);
        if (subscription == null) {
            return false;
        }
        subscription.leave(true);
        return true;
    }

    /** As {@link #leave}, for another reason than that the client wants it. */
    public void release(ChannelId channel) {
        Subscription subscription = subscriptions.get(channel);
        if (subscription != null) {
            subscription.leave();
        }
    }

    /** How far the channel has come on this node; null unless the connection has it, and it is attached. */
    public @Nullable Position positionOf(ChannelId channel) {
        Subscription subscription = subscriptions.get(channel);
        return subscription == null || subscription.isWaiting() ? null : shard.position(channel);
    }

    public int subscriptionCount() {
        return subscriptions.size();
    }

    /** The socket is gone, or will take nothing more: leaves every channel and the hub. */
    public void detach() {
        if (closed) {
            return;
        }
        closed = true;
        List.copyOf(subscriptions.values()).forEach(Subscription::leave);
        shard.remove(this);
    }

    /** Ends the socket without another word. */
    public void abort() {
        var _ = context.close();
    }

    public LoopShard shard() {
        return shard;
    }

    public WireProtocol wire() {
        return wire;
    }

    long queueLimit() {
        return queueLimit;
    }

    /** Who looks after this connection. */
    public Peer peer() {
        return peer;
    }

    void forget(Subscription subscription) {
        subscriptions.remove(subscription.channel(), subscription);
    }

    /** False once the connection is slow or detached: nothing that is sent will arrive. */
    public boolean accepts() {
        return !closed && !slow;
    }

    /** Takes the reference to {@code bytes}. */
    boolean write(ByteBuf bytes) {
        if (!accepts()) {
            bytes.release();
            return false;
        }
        var _ = context.write(bytes, context.voidPromise());
        if (!dirty) {
            dirty = true;
            shard.dirty(this);
        }
        checkQueue();
        return true;
    }

    /** Whether so large a part of what may wait for the peer does: {@code 1 / part}. */
    boolean isBehind(int part) {
        var queue = context.channel().unsafe().outboundBuffer();
        return queue != null && queue.totalPendingWriteBytes() > queueLimit / part;
    }

    /** Runs an action when the socket has taken what was written before, or never will. */
    void whenTaken(Runnable action) {
        var _ = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) taken -> action.run());
    }

    void flush() {
        dirty = false;
        context.flush();
    }

    /** Marks the connection as slow; it is ended when the running turn is over. */
    void tooSlow() {
        if (!slow) {
            slow = true;
            if (traffic != null) {
                traffic.slowDisconnect();
            }
            shard.slow(this);
        }
    }

    private void checkQueue() {
        var queue = context.channel().unsafe().outboundBuffer();
        if (queue != null && queue.totalPendingWriteBytes() > queueLimit) {
            // What was written in this turn has not been offered to the socket yet.
            context.flush();
            if (queue.totalPendingWriteBytes() > queueLimit) {
                tooSlow();
            }
        }
    }

    private void sent(int messages, int bytes) {
        if (traffic != null) {
            traffic.sent(messages, bytes);
        }
    }
}
