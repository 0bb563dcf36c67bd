package io.mnemesh.realtime.session;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.history.LogPage;
import io.mnemesh.realtime.history.Pages;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.hub.Piece;
import io.mnemesh.realtime.hub.Reception;
import io.mnemesh.realtime.hub.Subscription;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a subscription what came before its live items, then lets it go live. It reads the history page by page and sends
 * a piece only when the socket has taken the one before, so that its memory does not depend on how far it goes back; all
 * that catch up on one connection take turns. Pages and encoded pieces are shared with others that catch up with the
 * same; its own is a place in them. Confined to the connection's event loop.
 */
final class CatchUp implements Piece {

    private static final long RETRY_MS = 250;
    private static final int BYTES_BESIDE_PAYLOAD = 128;

    private final Subscription subscription;
    private final Connection connection;
    private final Reception reception;
    private final Sessions shared;
    private final Position live;
    private @Nullable Gap gap;
    private List<Message> page = List.of();
    private int next;
    private int made;
    private long readTo;

    /** @param live the subscription's items begin behind this */
    CatchUp(Subscription subscription, Position live, Sessions shared) {
        this.subscription = subscription;
        this.connection = subscription.connection();
        this.reception = subscription.reception();
        this.live = live;
        this.shared = shared;
    }

    void start(RecoveryPlan.Replay plan) {
        gap = plan.gap();
        page = plan.messages();
        readTo = page.isEmpty()
                ? plan.from().offset()
                : page.getLast().position().offset();
        step();
    }

    private void step() {
        if (subscription.hasLeft() || !connection.accepts()) {
            return;
        }
        if (gap != null || next < page.size()) {
            connection.offer(this);
        } else if (readTo < live.offset()) {
            read();
        } else {
            page = List.of();
            subscription.goLive();
        }
    }

    @Override
    public @Nullable ByteBuf make() {
        made = 0;
        if (subscription.hasLeft()) {
            return null;
        }
        List<Message> messages = Pages.firstOf(page.subList(next, page.size()), connection.pieceBytes());
        next += messages.size();
        List<Message> wanted = reception.filter().select(messages);
        Gap before = gap;
        if (before == null) {
            made = wanted.size();
            return wanted.isEmpty() ? null : shared.bytes().get(key(messages), () -> encode(List.copyOf(wanted)));
        }
        gap = null;
        var items = new ArrayList<ChannelItem>(wanted.size() + 1);
        items.add(before);
        items.addAll(wanted);
        made = items.size();
        ByteBuf out = encode(items);
        if (reception.wire().endsWith(items)) {
            subscription.leave();
        }
        return out;
    }

    @Override
    public int messages() {
        return made;
    }

    @Override
    public void taken() {
        step();
    }

    /** What the bytes of a piece without a gap depend on. */
    private record Key(Reception reception, ChannelId channel, Position first, long last) {}

    private Key key(List<Message> messages) {
        return new Key(
                reception,
                subscription.channel(),
                messages.getFirst().position(),
                messages.getLast().position().offset());
    }

    private ByteBuf encode(List<ChannelItem> items) {
        int bytes = 0;
        for (ChannelItem item : items) {
            bytes += BYTES_BESIDE_PAYLOAD + item.payloadBytes();
        }
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(bytes);
        reception.wire().encode(subscription.channel(), items, out);
        return out;
    }

    private void read() {
        shared.reads()
                .read(subscription.channel(), new Position(live.epoch(), readTo), live)
                .subscribe()
                .with(read -> connection.shard().loop().execute(() -> take(read)), failure -> {
                    var _ = connection.shard().loop().schedule(this::step, RETRY_MS, TimeUnit.MILLISECONDS);
                });
    }

    private void take(LogPage read) {
        page = read.newest().sameEpoch(live) ? Pages.upTo(read.messages(), live) : List.of();
        next = 0;
        var from = new Position(live.epoch(), readTo);
        if (page.isEmpty()) {
            gap = new Gap(GapReason.HISTORY_TRIMMED, from, live);
            readTo = live.offset();
        } else {
            long first = page.getFirst().position().offset();
            if (first > readTo + 1) {
                gap = new Gap(GapReason.HISTORY_TRIMMED, from, new Position(live.epoch(), first - 1));
            }
            readTo = page.getLast().position().offset();
        }
        step();
    }
}
