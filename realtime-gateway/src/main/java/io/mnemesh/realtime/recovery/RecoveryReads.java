package io.mnemesh.realtime.recovery;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.LogPage;
import io.netty.util.concurrent.EventExecutor;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reads of histories for subscribers that catch up. When a node or a network comes back, thousands of them ask at once,
 * and mostly for the same: equal reads are one read, whose page is kept for a moment for those that come a little later. So
 * many reads are under way at a time, and the others wait in the order they came, so that none waits for Redis so long that
 * it fails, and what is published meanwhile does not wait behind them.
 *
 * <p>A page that was asked for before a subscriber's live items were fixed may end before they begin. Such a page is not
 * given to it; the history is read once more, for all that need it. So an answer reaches to the live items, but for an
 * epoch that has changed.
 *
 * <p>Confined to one event loop; calls from other threads are passed on to it in order.
 */
public final class RecoveryReads {

    private static final Duration KEPT = Duration.ofMillis(250);
    private static final int UNDER_WAY = 16;
    private static final int WAITING = 20_000;
    private static final long MOST_KEPT_BYTES = 16L << 20;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final EventExecutor loop;
    private final ChannelLog log;
    private final int pageSize;
    private final Map<Key, Flight> flights = new HashMap<>();
    private final Queue<Flight> waiting = new ArrayDeque<>();
    private int underWay;
    private long keptBytes;

    /** @param pageSize most messages of a page */
    public RecoveryReads(EventExecutor loop, ChannelLog log, int pageSize) {
        this.loop = loop;
        this.log = log;
        this.pageSize = pageSize;
    }

    /**
     * Reads a page behind a position.
     *
     * @param behind where the subscriber is, perhaps in another epoch
     * @param live   where its live items begin, which is fixed already
     * @return the page, on this object's event loop; fails with {@code too-many-requests} if too many reads wait, and as
     *     {@link ChannelLog#read} does
     */
    public Uni<LogPage> read(ChannelId channel, Position behind, Position live) {
        return Uni.createFrom()
                .emitter(emitter ->
                        loop.execute(() -> ask(new Key(channel, behind.epoch(), behind.offset() + 1), live, emitter)));
    }

    private record Key(ChannelId channel, String epoch, long firstOffset) {

        /** Whether a page shows everything up to {@code live}, and that the subscriber is not ahead of the channel. */
        boolean reaches(LogPage page, Position live) {
            Position newest = page.newest();
            return newest.sameEpoch(live)
                    && newest.offset() >= live.offset()
                    && (!epoch.equals(live.epoch()) || newest.offset() >= firstOffset - 1);
        }
    }

    /** @param late it was asked when the read had begun */
    private record Asking(Position live, boolean late, UniEmitter<? super LogPage> emitter) {}

    /** One read, from the first that asks for it to the end of the time it is kept. Told apart by identity. */
    private static final class Flight {
        private final Key key;
        private final List<Asking> asking = new ArrayList<>(1);
        private boolean begun;
        private @Nullable LogPage page;

        Flight(Key key) {
            this.key = key;
        }
    }

    private void ask(Key key, Position live, UniEmitter<? super LogPage> emitter) {
        Flight flight = flights.get(key);
        LogPage page = flight == null ? null : flight.page;
        if (page != null && key.reaches(page, live)) {
            emitter.complete(page);
        } else if (flight != null && page == null) {
            flight.asking.add(new Asking(live, flight.begun, emitter));
        } else if (underWay >= UNDER_WAY && waiting.size() >= WAITING) {
            emitter.fail(new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "Too many subscribers catch up at the moment; try again.",
                    Map.of("limit", WAITING),
                    RETRY_AFTER,
                    null));
        } else {
            start(key, List.of(new Asking(live, false, emitter)));
        }
    }

    private void start(Key key, List<Asking> asking) {
        var flight = new Flight(key);
        flight.asking.addAll(asking);
        flights.put(key, flight);
        waiting.add(flight);
        next();
    }

    private void next() {
        while (underWay < UNDER_WAY && !waiting.isEmpty()) {
            Flight flight = waiting.remove();
            flight.begun = true;
            underWay++;
            log.read(flight.key.channel(), flight.key.epoch(), flight.key.firstOffset(), pageSize)
                    .subscribe()
                    .with(
                            page -> loop.execute(() -> landed(flight, page)),
                            failure -> loop.execute(() -> failed(flight, failure)));
        }
    }

    private void landed(Flight flight, LogPage page) {
        underWay--;
        flight.page = page;
        var again = new ArrayList<Asking>(0);
        for (Asking asking : flight.asking) {
            if (!asking.late() || flight.key.reaches(page, asking.live())) {
                asking.emitter().complete(page);
            } else {
                again.add(new Asking(asking.live(), false, asking.emitter()));
            }
        }
        flight.asking.clear();
        if (again.isEmpty()) {
            keep(flight, page);
        } else {
            start(flight.key, again);
        }
        next();
    }

    private void failed(Flight flight, Throwable failure) {
        underWay--;
        flights.remove(flight.key, flight);
        flight.asking.forEach(asking -> asking.emitter().fail(failure));
        next();
    }

    private void keep(Flight flight, LogPage page) {
        long bytes = page.messages().stream()
                .mapToLong(message -> message.payload().length)
                .sum();
        if (keptBytes + bytes > MOST_KEPT_BYTES) {
            flights.remove(flight.key, flight);
            return;
        }
        keptBytes += bytes;
        var _ = loop.schedule(
                () -> {
                    keptBytes -= bytes;
                    flights.remove(flight.key, flight);
                },
                KEPT.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
