package io.mnemesh.realtime.fanout;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.history.LogPage;
import io.mnemesh.realtime.hub.FeedFollower;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One channel as this node follows it: an unbroken sequence of items made of a bus that may lose messages and a log that
 * does not. No framework types, no threads of its own; the owner calls it from one thread.
 *
 * <p>While live, the message with the next offset is passed on and older ones are late copies. Any other message means
 * that something was lost, so the log is read from the last position on, while what the bus brings is kept. Reading
 * starts at the last message passed on: if the log has another event there, the log itself lost writes (a failover to a
 * replica that was behind), which ends the epoch. What the log no longer has is announced with a {@link Gap}.
 */
final class ChannelFeed {

    /** What a feed asks of its surroundings. Answers come by the methods of the feed, on its thread. */
    interface Surroundings {

        /** Answered with {@link #onPage} or {@link #onReadFailed}. */
        void read(ChannelFeed feed, Read read);

        /** Answered with {@link #onRenewed}; repeated until it works. */
        void renew(ChannelFeed feed, String epoch);

        /** Messages that had to be read from the log because the bus did not bring them. */
        void filled(int messages);

        /** A gap was announced. */
        void gap(GapReason reason);
    }

    /** A question to the log. Only the answer to the latest one counts, so each is told apart by its identity. */
    static final class Read {
        private final String epoch;
        private final long firstOffset;
        private final int limit;

        private Read(String epoch, long firstOffset, int limit) {
            this.epoch = epoch;
            this.firstOffset = firstOffset;
            this.limit = limit;
        }

        String epoch() {
            return epoch;
        }

        /** First offset wanted, if the log still has the epoch. */
        long firstOffset() {
            return firstOffset;
        }

        /** Most messages wanted; 0 for the newest position alone. */
        int limit() {
            return limit;
        }
    }

    private enum Phase {
        /** The bus does not bring this channel's messages yet. */
        SUBSCRIBING,
        /** The log is being read. */
        FILLING,
        LIVE
    }

    private static final int KEPT_WHILE_FILLING = 10_000;
    private static final int ENDED_EPOCHS_KNOWN = 16;

    private final ChannelId channel;
    private final Surroundings surroundings;
    private final int pageSize;
    private final Set<FeedFollower> followers = new LinkedHashSet<>();
    private final Set<FeedFollower> waiting = new LinkedHashSet<>();
    private final List<Message> kept = new ArrayList<>();
    private final Set<String> endedEpochs = new LinkedHashSet<>();
    private Phase phase = Phase.SUBSCRIBING;
    private @Nullable Position position;
    private @Nullable String lastEventId;
    private @Nullable Read filling;
    private @Nullable Read checking;
    private @Nullable Position checkedAt;

    ChannelFeed(ChannelId channel, Surroundings surroundings, int pageSize) {
        this.channel = channel;
        this.surroundings = surroundings;
        this.pageSize = pageSize;
    }

    ChannelId channel() {
        return channel;
    }

    void attach(FeedFollower follower) {
        if (phase == Phase.LIVE && position != null) {
            followers.add(follower);
            follower.onAttached(channel, position);
        } else {
            waiting.add(follower);
        }
    }

    void detach(FeedFollower follower) {
        followers.remove(follower);
        waiting.remove(follower);
    }

    boolean isIdle() {
        return followers.isEmpty() && waiting.isEmpty();
    }

    boolean isSubscribing() {
        return phase == Phase.SUBSCRIBING;
    }

    void onSubscribed() {
        if (phase == Phase.SUBSCRIBING) {
            fill();
        }
    }

    /** The bus is gone and what it carries now is lost. */
    void onDisconnected() {
        phase = Phase.SUBSCRIBING;
        kept.clear();
    }

    void onMessage(Message message) {
        switch (phase) {
            case LIVE -> step(message);
            case SUBSCRIBING, FILLING -> keep(message);
        }
    }

    /** Signals have no position: they are passed on as they come, and lost with the bus. */
    void onSignals(List<Signal> signals) {
        followers.forEach(follower -> follower.onSignals(channel, signals));
    }

    /** Looks whether the bus lost the newest message. */
    void verify() {
        if (phase == Phase.LIVE && position != null && checking == null) {
            checkedAt = position;
            checking = new Read(position.epoch(), position.offset() + 1, 0);
            surroundings.read(this, checking);
        }
    }

    void onReadFailed(Read read) {
        if (read == checking) {
            checking = null;
        }
    }

    /** Asks again what failed, if the answer still matters. */
    void retry(Read read) {
        if (read == filling && phase == Phase.FILLING) {
            fill();
        }
    }

    void onRenewed() {
        if (phase == Phase.FILLING) {
            fill();
        }
    }

    void onPage(Read read, LogPage page) {
        if (read == checking) {
            checking = null;
            onChecked(page.newest());
        } else if (read == filling && phase == Phase.FILLING) {
            filling = null;
            onFilled(page);
        }
    }

    private void onChecked(Position newest) {
        Position now = position;
        Position then = checkedAt;
        if (phase != Phase.LIVE || now == null || then == null || endedEpochs.contains(newest.epoch())) {
            return;
        }
        boolean ahead = !newest.sameEpoch(now) || newest.offset() > now.offset();
        boolean wentBack = newest.sameEpoch(then) && newest.offset() < then.offset();
        if (ahead || wentBack) {
            fill();
        }
    }

    private void onFilled(LogPage page) {
        Position before = position;
        if (before == null) {
            position = page.newest();
            goLive();
        } else if (!page.newest().sameEpoch(before)) {
            startOver(before, page);
            goOn(page);
        } else if (isRewritten(before, page)) {
            surroundings.renew(this, before.epoch());
        } else {
            passOn(before, page);
            goOn(page);
        }
    }

    private boolean isRewritten(Position before, LogPage page) {
        if (page.newest().offset() < before.offset()) {
            return true;
        }
        if (lastEventId == null || page.messages().isEmpty()) {
            return false;
        }
        Message first = page.messages().getFirst();
        return first.position().offset() == before.offset() && !first.eventId().equals(lastEventId);
    }

    private void startOver(Position before, LogPage page) {
        endedEpochs.add(before.epoch());
        if (endedEpochs.size() > ENDED_EPOCHS_KNOWN) {
            endedEpochs.remove(endedEpochs.iterator().next());
        }
        long behind = page.messages().isEmpty()
                ? page.newest().offset()
                : page.messages().getFirst().position().offset() - 1;
        emitGap(GapReason.EPOCH_CHANGED, before, new Position(page.newest().epoch(), behind));
        page.messages().forEach(this::emit);
    }

    private void passOn(Position before, LogPage page) {
        List<Message> missed = page.messages().stream()
                .filter(message -> message.position().offset() > before.offset())
                .toList();
        long reachable = missed.isEmpty()
                ? page.newest().offset()
                : missed.getFirst().position().offset() - 1;
        if (reachable > before.offset()) {
            emitGap(GapReason.HISTORY_TRIMMED, before, new Position(before.epoch(), reachable));
        }
        missed.forEach(this::emit);
        if (!missed.isEmpty()) {
            surroundings.filled(missed.size());
        }
    }

    private void goOn(LogPage page) {
        if (position != null && position.offset() < page.newest().offset()) {
            fill();
        } else {
            goLive();
        }
    }

    private void goLive() {
        phase = Phase.LIVE;
        List<Message> late = List.copyOf(kept);
        kept.clear();
        for (Message message : late) {
            onMessage(message);
        }
        if (phase == Phase.LIVE && position != null) {
            Position at = position;
            List<FeedFollower> attaching = List.copyOf(waiting);
            waiting.clear();
            followers.addAll(attaching);
            attaching.forEach(follower -> follower.onAttached(channel, at));
        }
    }

    private void step(Message message) {
        Position now = position;
        if (now == null || endedEpochs.contains(message.position().epoch())) {
            return;
        }
        if (!message.position().sameEpoch(now) || message.position().offset() > now.offset() + 1) {
            keep(message);
            fill();
        } else if (message.position().offset() == now.offset() + 1) {
            emit(message);
        }
    }

    private void fill() {
        phase = Phase.FILLING;
        Position from = position;
        Read read;
        if (from == null) {
            read = new Read("", 0, 0);
        } else {
            read = new Read(from.epoch(), lastEventId == null ? from.offset() + 1 : from.offset(), pageSize + 1);
        }
        filling = read;
        surroundings.read(this, read);
    }

    private void keep(Message message) {
        if (kept.size() < KEPT_WHILE_FILLING) {
            kept.add(message);
        }
    }

    private void emit(Message message) {
        position = message.position();
        lastEventId = message.eventId();
        followers.forEach(follower -> follower.onItem(channel, message));
    }

    private void emitGap(GapReason reason, Position from, Position to) {
        position = to;
        lastEventId = null;
        ChannelItem gap = new Gap(reason, from, to);
        followers.forEach(follower -> follower.onItem(channel, gap));
        surroundings.gap(reason);
    }
}
