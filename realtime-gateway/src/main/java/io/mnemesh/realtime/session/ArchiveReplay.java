package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.archive.ArchivedEvent;
import io.mnemesh.realtime.archive.EventPage;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.history.HistoryQuery;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.hub.Piece;
import io.mnemesh.realtime.hub.Subscription;
import io.mnemesh.realtime.protocol.JsonProtocol;
import io.mnemesh.realtime.protocol.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a subscription to a kind of event what happened since a time: from the archive what the channel's history does not hold any more, then
 * from the history, then what is live. What the history holds is not sent from the archive, too. It reads page by page and sends
 * a piece only when the socket has taken the one before. Confined to the connection's event loop.
 */
final class ArchiveReplay implements Piece {

    private static final String PAGE = "100";
    private static final long RETRY_MS = 1_000;

    /** Ids of the history that are remembered; beyond it the archive's events may come twice. */
    private static final int MOST_IDS = 10_000;

    private final Sessions shared;
    private final JsonProtocol json;
    private final Subscription subscription;
    private final Connection connection;
    private final Position live;
    private final Instant since;
    private final Set<String> inHistory = new HashSet<>();
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private long firstOffset;
    private @Nullable String cursor;
    private boolean archiveRead;
    private int made;

    /** @param live the subscription's items begin behind this */
    ArchiveReplay(Sessions shared, JsonProtocol json, Subscription subscription, Position live, Instant since) {
        this.shared = shared;
        this.json = json;
        this.subscription = subscription;
        this.connection = subscription.connection();
        this.live = live;
        this.since = since;
        this.firstOffset = live.offset() + 1;
    }

    void start() {
        readHistory(null);
    }

    /** Looks what the history holds of the time, which the archive does not need to give. */
    private void readHistory(@Nullable Position behind) {
        new HistoryQuery(subscription.channel(), shared.pageSize(), behind, false)
                .run(shared.log())
                .map(page -> page.map(HistoryQuery.Page::messages).orElse(List.of()))
                .subscribe()
                .with(messages -> loop(() -> takeHistory(messages)), failure -> later(() -> readHistory(behind)));
    }

    private void takeHistory(List<Message> messages) {
        Position last = null;
        for (Message message : messages) {
            long offset = message.position().offset();
            if (!message.position().sameEpoch(live) || offset > live.offset()) {
                break;
            }
            if (offset < firstOffset && isSince(message)) {
                firstOffset = offset;
            }
            if (offset >= firstOffset && inHistory.size() < MOST_IDS) {
                inHistory.add(message.eventId());
            }
            last = message.position();
        }
        if (last == null || last.offset() == live.offset()) {
            readArchive();
        } else {
            readHistory(last);
        }
    }

    private boolean isSince(Message message) {
        try {
            String time = JsonData.read(message.payload()).path("time").asText();
            return !Instant.parse(time).isBefore(since);
        } catch (ProblemException | DateTimeException e) {
            return true; // Who cannot be dated is not left out.
        }
    }

    private void readArchive() {
        if (isOver()) {
            return;
        }
        String channel = subscription.channel().name();
        shared.archive()
                .page(
                        subscription.channel().tenant(),
                        List.of(channel.substring(channel.indexOf(':') + 1)),
                        since.toString(),
                        null,
                        cursor,
                        null,
                        PAGE)
                .subscribe()
                .with(page -> loop(() -> takeArchive(page)), failure -> later(this::readArchive));
    }

    private void takeArchive(EventPage page) {
        for (ArchivedEvent event : page.items()) {
            if (!inHistory.contains(event.eventId().toString())) {
                var frame = ServerFrame.Replayed.of(subscription.channel().name(), event);
                if (passes(frame)) {
                    waiting.add(json.encode(frame));
                }
            }
        }
        cursor = page.nextCursor();
        archiveRead = cursor == null;
        step();
    }

    private boolean passes(ServerFrame.Replayed frame) {
        Filter filter = subscription.reception().filter();
        return filter.passesAll()
                || filter.passes(new Message(
                        new Position(live.epoch(), 0), frame.eventId().toString(), json.bytes(frame)));
    }

    private void step() {
        if (isOver()) {
            return;
        }
        if (!waiting.isEmpty()) {
            connection.offer(this);
        } else if (archiveRead) {
            var before = new Position(live.epoch(), firstOffset - 1);
            new CatchUp(subscription, live, shared).start(new RecoveryPlan.Replay(null, before, List.of()));
        } else {
            readArchive();
        }
    }

    @Override
    public @Nullable ByteBuf make() {
        made = 0;
        if (isOver()) {
            return null;
        }
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer();
        while (!waiting.isEmpty()
                && (made == 0 || out.readableBytes() + waiting.element().readableBytes() <= connection.pieceBytes())) {
            ByteBuf frame = waiting.remove();
            out.writeBytes(frame);
            frame.release();
            made++;
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

    /** What still waits is let go when nobody wants it any more. */
    private boolean isOver() {
        boolean over = subscription.hasLeft() || !connection.accepts();
        if (over) {
            waiting.forEach(ByteBuf::release);
            waiting.clear();
        }
        return over;
    }

    private void loop(Runnable step) {
        connection.shard().loop().execute(step);
    }

    /** What it reads from is away; the subscription waits for it, as far as its queue lasts. */
    private void later(Runnable step) {
        var _ = connection.shard().loop().schedule(() -> runUnlessOver(step), RETRY_MS, TimeUnit.MILLISECONDS);
    }

    private void runUnlessOver(Runnable step) {
        if (!isOver()) {
            step.run();
        }
    }
}
