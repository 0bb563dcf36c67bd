package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Change;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.delta.FossilDelta;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one filter class that get differences. A difference is from the last message that the class got, so a
 * subscriber's first message is whole; from then on it is where all the others are. Differences are made once for all
 * protocols. Confined to the event loop.
 */
final class Differences {

    private final IdentityHashMap<WireProtocol, Readers> readers = new IdentityHashMap<>(1);
    private @Nullable Message last;

    /** Those of one protocol: who waits for its first message, and who has the last one. */
    private static final class Readers {
        private final List<Subscription> fresh = new ArrayList<>(1);
        private final List<Subscription> steady = new ArrayList<>(1);
    }

    boolean isEmpty() {
        return readers.isEmpty();
    }

    void deliver(List<ChannelItem> items, FilterClass.Writer writer) {
        if (readers.isEmpty()) {
            return;
        }
        List<ChannelItem> changes = changes(items);
        readers.forEach((wire, those) -> {
            if (!those.steady.isEmpty()) {
                writer.write(wire, changes, those.steady);
            }
            if (!those.fresh.isEmpty()) {
                writer.write(wire, beginningWhole(changes), those.fresh);
                if (last(items) != null) {
                    those.fresh.forEach(subscription -> {
                        subscription.hasBase();
                        Places.append(those.steady, subscription);
                    });
                    those.fresh.clear();
                }
            }
        });
        Message newest = last(items);
        last = newest == null ? last : newest;
    }

    void forEach(BiConsumer<WireProtocol, List<Subscription>> action) {
        readers.forEach((wire, those) -> {
            action.accept(wire, those.steady);
            action.accept(wire, those.fresh);
        });
    }

    void add(Subscription subscription) {
        Readers those = readers.computeIfAbsent(subscription.reception().wire(), _ -> new Readers());
        Places.append(those.fresh, subscription);
    }

    void remove(Subscription subscription) {
        WireProtocol wire = subscription.reception().wire();
        Readers those = readers.get(wire);
        if (those == null) {
            throw new IllegalStateException("The subscription is not where it says.");
        }
        Places.take(subscription.isWithBase() ? those.steady : those.fresh, subscription);
        if (those.steady.isEmpty() && those.fresh.isEmpty()) {
            readers.remove(wire);
        }
    }

    /** The items with differences in place of messages that are longer than those. */
    private List<ChannelItem> changes(List<ChannelItem> items) {
        Message base = last;
        var changes = new ArrayList<ChannelItem>(items.size());
        for (ChannelItem item : items) {
            if (item instanceof Message message) {
                byte[] delta = base == null ? null : FossilDelta.shorter(base.payload(), message.payload());
                changes.add(delta == null ? message : new Change(message, delta));
                base = message;
            } else {
                changes.add(item);
            }
        }
        return changes;
    }

    private static List<ChannelItem> beginningWhole(List<ChannelItem> changes) {
        for (int i = 0; i < changes.size(); i++) {
            switch (changes.get(i)) {
                case Change change -> {
                    var whole = new ArrayList<>(changes);
                    whole.set(i, change.message());
                    return whole;
                }
                case Message message -> {
                    return changes;
                }
                case ChannelItem.Gap gap -> {
                    // The first message comes behind it.
                }
            }
        }
        return changes;
    }

    private static @Nullable Message last(List<ChannelItem> items) {
        return items.reversed().stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .findFirst()
                .orElse(null);
    }
}
