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

    FilterClass(Filter filter) {
        this.filter = filter;
    }

    Filter filter() {
        return filter;
    }

    boolean isEmpty() {
        return plain.isEmpty() && differences.isEmpty();
    }

    /** Who writes one encoding to subscribers that share it. */
    @FunctionalInterface
    interface Writer {
        void write(WireProtocol wire, List<ChannelItem> items, List<Subscription> subscribers);
    }

    /** Gives all of them what passes of a turn, each encoding once. */
    void deliver(Screened turn, Writer writer) {
        List<ChannelItem> passing = turn.passing(filter);
        if (!passing.isEmpty()) {
            plain.forEach((wire, subscribers) -> writer.write(wire, passing, subscribers));
            differences.deliver(passing, writer);
        }
    }

    /** Everybody by protocol, for what is no message. */
    void forEach(BiConsumer<WireProtocol, List<Subscription>> action) {
        plain.forEach(action);
        differences.forEach(action);
    }

    void add(Subscription subscription) {
        Reception reception = subscription.reception();
        if (reception.delta()) {
            differences.add(subscription);
        } else {
            Places.append(plain.computeIfAbsent(reception.wire(), _ -> new ArrayList<>()), subscription);
        }
    }

    void remove(Subscription subscription) {
        Reception reception = subscription.reception();
        if (reception.delta()) {
            differences.remove(subscription);
        } else if (Places.take(plain.get(reception.wire()), subscription)) {
            plain.remove(reception.wire());
        }
    }
}
