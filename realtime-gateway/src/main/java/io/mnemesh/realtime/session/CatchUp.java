package io.mnemesh.realtime.session;

import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.LogPage;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.hub.Piece;
import io.mnemesh.realtime.hub.Subscription;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a subscription what came before its live items, then lets it go live. It reads the history page by page and sends
 * a piece only when the socket has taken the one before, so that its memory does not depend on how far it goes back; all
 * that catch up on one connection take turns. Confined to the connection's event loop.
 */
final class CatchUp implements Piece {

    private static final long RETRY_MS = 250;

    private final Subscription subscription;
    private final Connection connection;
    private final ChannelLog log;
    private final int pageSize;
    private final Position live;
    private final Deque<ChannelItem> ready = new ArrayDeque<>();
    private final List<ChannelItem> piece = new ArrayList<>(0);
    private long readTo;

    /** @param live the subscription's items begin behind this */
    CatchUp(Subscription subscription, Position live, ChannelLog log, int pageSize) {
        this.subscription = subscription;
        this.connection = subscription.connection();
        this.live = live;
        this.log = log;
        this.pageSize = pageSize;
    }

    void start(RecoveryPlan.Replay plan) {
        if (plan.gap() != null) {
            ready.add(plan.gap());
        }
        ready.addAll(plan.messages());
        readTo = plan.messages().isEmpty()
                ? plan.from().offset()
                : plan.messages().getLast().position().offset();
        step();
    }

    private void step() {
        if (subscription.hasLeft() || !connection.accepts()) {
            return;
        }
        if (!ready.isEmpty()) {
            connection.offer(this);
        } else if (readTo < live.offset()) {
            read();
        } else {
            subscription.goLive();
        }
    }

    @Override
    public @Nullable ByteBuf make() {
        piece.clear();
        if (subscription.hasLeft()) {
            return null;
        }
        int bytes = 0;
        while (!ready.isEmpty() && bytes < connection.pieceBytes()) {
            ChannelItem item = ready.removeFirst();
            piece.add(item);
            bytes += item instanceof Message message ? message.payload().length : 0;
        }
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(bytes);
        connection.wire().encode(subscription.channel(), piece, out);
        if (connection.wire().endsWith(piece)) {
            subscription.leave();
        }
        return out;
    }

    @Override
    public int messages() {
        return piece.size();
    }

    @Override
    public void taken() {
        step();
    }

    private void read() {
        log.read(subscription.channel(), live.epoch(), readTo + 1, pageSize)
                .subscribe()
                .with(page -> connection.shard().loop().execute(() -> take(page)), failure -> {
                    var _ = connection.shard().loop().schedule(this::step, RETRY_MS, TimeUnit.MILLISECONDS);
                });
    }

    private void take(LogPage page) {
        List<Message> messages = page.newest().sameEpoch(live)
                ? page.messages().stream()
                        .filter(message -> message.position().offset() <= live.offset())
                        .toList()
                : List.of();
        var from = new Position(live.epoch(), readTo);
        if (messages.isEmpty()) {
            ready.add(new Gap(GapReason.HISTORY_TRIMMED, from, live));
            readTo = live.offset();
        } else {
            long first = messages.getFirst().position().offset();
            if (first > readTo + 1) {
                ready.add(new Gap(GapReason.HISTORY_TRIMMED, from, new Position(live.epoch(), first - 1)));
            }
            ready.addAll(messages);
            readTo = messages.getLast().position().offset();
        }
        step();
    }
}
