package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.filter.Filter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The live subscribers of a channel on one event loop that get the same messages of it, by the protocol they get them in
 * and whether they get differences. Confined to the event loop.
 */
final class FilterClass {

    private final Filter filter;
    private final IdentityHashMap<WireProtocol, List<Subscription>> plain = new IdentityHashMap<>(2);
    private final Differences differences = new Differences();
    private final IdentityHashMap<WireProtocol, List<Subscription>> paced = new IdentityHashMap<>(0);

    FilterClass(Filter filter) {
        this.filter = filter;
    }

    Filter filter() {
        return filter;
    }

    boolean isEmpty() {
        return plain.isEmpty() && differences.isEmpty() && paced.isEmpty();
    }

    /** Who writes one encoding to subscribers that share it. */
    @FunctionalInterface
    interface Writer {
        void write(WireProtocol wire, List<ChannelItem> items, List<Subscription> subscribers);
    }

    /**
     * Gives all of them what passes of a turn, each encoding once.
     *
     * @param giver gives the rest to those that do not take everything at once, now or later
     */
    void deliver(Screened turn, Writer writer, Paced.Giver giver) {
        List<ChannelItem> passing = turn.passing(filter);
        if (!passing.isEmpty()) {
            plain.forEach((wire, subscribers) -> writer.write(wire, passing, subscribers));
            differences.deliver(passing, writer);
            paced.forEach((wire, subscribers) -> pace(wire, passing, subscribers, writer, giver));
        }
    }

    /** Those that are ready share an encoding as the others do. */
    private static void pace(
            WireProtocol wire,
            List<ChannelItem> items,
            List<Subscription> subscribers,
            Writer writer,
            Paced.Giver giver) {
        var ready = new ArrayList<Subscription>(subscribers.size());
        for (Subscription subscription : subscribers) {
            Paced way = subscription.paced();
            if (way != null && !way.isReady()) {
                way.take(items, giver);
            } else {
                ready.add(subscription);
            }
        }
        writer.write(wire, items, ready);
        for (Subscription subscription : ready) {
            subscription.told(items.getLast().position());
        }
    }

    /** Everybody by protocol, for what is no message. */
    void forEach(BiConsumer<WireProtocol, List<Subscription>> action) {
        plain.forEach(action);
        differences.forEach(action);
        paced.forEach(action);
    }

    void add(Subscription subscription) {
        Reception reception = subscription.reception();
        if (reception.delta()) {
            differences.add(subscription);
        } else {
            Places.append(listsOf(reception).computeIfAbsent(reception.wire(), _ -> new ArrayList<>()), subscription);
        }
    }

    void remove(Subscription subscription) {
        Reception reception = subscription.reception();
        if (reception.delta()) {
            differences.remove(subscription);
        } else if (Places.take(listsOf(reception).get(reception.wire()), subscription)) {
            listsOf(reception).remove(reception.wire());
        }
    }

    private IdentityHashMap<WireProtocol, List<Subscription>> listsOf(Reception reception) {
        return reception.pace().isAtOnce() ? plain : paced;
    }
}
