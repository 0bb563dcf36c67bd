package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.namespace.Pace;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The way of messages to one subscriber that does not take everything at once: straight on while it reads and is due, and
 * else through what waits for it, which goes on when its socket has taken what it was given and its interval is over.
 * Confined to the event loop.
 */
final class Paced {

    /** Waits for its own part of the queue, so that what else goes to the socket does not end the connection. */
    private static final int PART = 4;

    private final Subscription subscription;
    private final Connection connection;
    private final Waiting waiting;
    private final long interval;
    private long dueAt;
    private boolean asked;

    Paced(Subscription subscription) {
        Pace pace = subscription.reception().pace();
        this.subscription = subscription;
        this.connection = subscription.connection();
        this.waiting = new Waiting(pace, connection.queueLimit() / PART);
        this.interval = pace.interval().toNanos();
        this.dueAt = System.nanoTime();
    }

    /** Whether it can be given something with the others. */
    boolean isReady() {
        return interval == 0 && waiting.isEmpty() && !connection.isBehind(PART);
    }

    /** It was given everything up to here with the others, or before it was live. */
    void told(Position position) {
        waiting.told(position);
    }

    /** Takes what it cannot be given with the others. */
    void take(List<ChannelItem> items, Giver giver) {
        waiting.add(items);
        goOn(giver);
    }

    /** Gives items to the subscriber alone. */
    @FunctionalInterface
    interface Giver {
        void give(Subscription subscription, List<ChannelItem> items);
    }

    void clear() {
        waiting.clear();
    }

    private void goOn(Giver giver) {
        if (asked || waiting.isEmpty() || !connection.accepts()) {
            return;
        }
        long left = dueAt - System.nanoTime();
        if (connection.isBehind(PART)) {
            asked = true;
            connection.whenTaken(() -> again(giver));
        } else if (interval > 0 && left > 0) {
            asked = true;
            var _ = connection.shard().loop().schedule(() -> again(giver), left, TimeUnit.NANOSECONDS);
        } else {
            dueAt = System.nanoTime() + interval;
            giver.give(subscription, waiting.takeAll());
        }
    }

    private void again(Giver giver) {
        asked = false;
        if (!subscription.hasLeft()) {
            goOn(giver);
        }
    }
}
