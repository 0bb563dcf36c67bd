package io.mnemesh.realtime.hub;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection's part in one channel. It goes from waiting (the channel's position is not known yet) to held (items
 * are kept back while what came before them is sent) to live. Confined to the connection's event loop.
 *
 * <p>Held items start exactly behind the position told to {@link Joining#onJoined}: who sends everything up to there and
 * then calls {@link #goLive} leaves neither a hole nor a duplicate.
 */
public final class Subscription {

    private enum Phase {
        WAITING,
        HELD,
        LIVE,
        LEFT
    }

    private final Connection connection;
    private final ChannelId channel;
    private final Reception reception;
    private @Nullable Joining joining;
    private @Nullable Held held;
    private Phase phase = Phase.WAITING;
    private int index;
    private boolean withBase;
    private final @Nullable Paced paced;
    private @Nullable Position seen;
    private @Nullable Member self;
    private Set<Signal.Kind> heard = Set.of();
    private @Nullable Ending ending;

    Subscription(Connection connection, ChannelId channel, Reception reception, Joining joining) {
        this.connection = connection;
        this.channel = channel;
        this.reception = reception;
        this.joining = joining;
        this.paced = reception.pace().isAtOnce() ? null : new Paced(this);
    }

    /** Lets items flow: first those held back, then the others as they come. No-op after {@link #leave}. */
    public void goLive() {
        if (phase == Phase.HELD) {
            phase = Phase.LIVE;
            Held before = held;
            held = null;
            connection
                    .shard()
                    .goLive(
                            this,
                            before == null ? List.of() : before.items(),
                            before == null ? List.of() : before.signals());
        }
    }

    /** As {@link #goLive()}, without the messages up to {@code seen}, which the client has from another node. */
    public void goLiveBehind(Position seen) {
        if (phase == Phase.HELD) {
            this.seen = seen;
            goLiveIfBehindSeen(connection.shard().position(channel));
        }
    }

    /**
     * Makes it that of a member of the channel.
     *
     * @param who   the member, who is not told about himself
     * @param kinds what he is told
     * @param end   told when the subscription ends
     */
    public void attend(Member who, Set<Signal.Kind> kinds, Ending end) {
        self = who;
        heard = Set.copyOf(kinds);
        ending = end;
    }

    /** The member it is of; null where there are none. */
    public @Nullable Member self() {
        return self;
    }

    /** Ends it, for another reason than that the client wants it. No-op if it has ended. */
    public void leave() {
        leave(false);
    }

    void leave(boolean wanted) {
        if (phase == Phase.LEFT) {
            return;
        }
        boolean waited = isWaiting();
        connection.shard().leave(this);
        phase = Phase.LEFT;
        held = null;
        if (paced != null) {
            paced.clear();
        }
        connection.forget(this);
        if (ending != null) {
            ending.onEnd(wanted);
        }
        Joining waiting = joining;
        joining = null;
        if (waited && waiting != null) {
            waiting.onLeft();
        }
    }

    public boolean hasLeft() {
        return phase == Phase.LEFT;
    }

    public ChannelId channel() {
        return channel;
    }

    public Connection connection() {
        return connection;
    }

    boolean isLive() {
        return phase == Phase.LIVE;
    }

    boolean isWaiting() {
        return phase == Phase.WAITING;
    }

    /** How it gets the channel. */
    public Reception reception() {
        return reception;
    }

    /** The way of its messages, if they do not all come at once. */
    @Nullable
    Paced paced() {
        return paced;
    }

    /** It was given everything up to here. */
    void told(Position position) {
        if (paced != null) {
            paced.told(position);
        }
    }

    /** Whether it has the message that the next difference is from. */
    boolean isWithBase() {
        return withBase;
    }

    void hasBase() {
        withBase = true;
    }

    int index() {
        return index;
    }

    void index(int place) {
        index = place;
    }

    void joined(Position position) {
        phase = Phase.HELD;
        Joining waiting = joining;
        joining = null;
        if (waiting != null) {
            waiting.onJoined(this, position);
        }
    }

    void failed(ProblemException problem) {
        Joining waiting = joining;
        joining = null;
        if (waiting != null) {
            waiting.onFailed(problem);
        }
    }

    void hold(List<ChannelItem> items) {
        keptBack().add(items);
        if (seen != null) {
            goLiveIfBehindSeen(items.getLast().position());
        }
        checkHeld();
    }

    private Held keptBack() {
        Held so = held == null ? new Held() : held;
        held = so;
        return so;
    }

    private void checkHeld() {
        if (held != null && held.bytes() > connection.queueLimit()) {
            connection.tooSlow();
        }
    }

    boolean hears(Signal signal) {
        return heard.contains(signal.kind()) && !signal.member().equals(self);
    }

    void hold(Signal signal) {
        if (hears(signal)) {
            keptBack().add(signal);
            checkHeld();
        }
    }

    private void goLiveIfBehindSeen(Position now) {
        Position reached = seen;
        if (reached != null && (!now.sameEpoch(reached) || now.offset() >= reached.offset())) {
            if (held != null) {
                held.dropUpTo(reached);
            }
            seen = null;
            goLive();
        }
    }

    /** Who is told of the end of a subscription. */
    @FunctionalInterface
    public interface Ending {

        /** @param wanted whether the client wants it, so that it does not come back at once */
        void onEnd(boolean wanted);
    }

    /** How joining a channel ends: with one of these, on the connection's event loop. */
    public interface Joining {

        /** Items behind this position are held until {@link Subscription#goLive}. */
        void onJoined(Subscription subscription, Position position);

        /** The channel could not be reached; the subscription has ended. */
        void onFailed(ProblemException problem);

        /** Somebody ended the subscription before the channel was reached. */
        void onLeft();
    }
}
