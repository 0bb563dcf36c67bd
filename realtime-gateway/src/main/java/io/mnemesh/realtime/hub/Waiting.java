package io.mnemesh.realtime.hub;

import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.filter.Fields;
import io.mnemesh.realtime.namespace.Pace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscriber that does not take everything at once, in the order of the channel. It holds so many bytes:
 * beyond them the oldest go, and what was lost so is told with a gap before the rest. What is conflated goes without a word.
 * Not thread-safe.
 */
final class Waiting {

    private final Pace pace;
    private final long mostBytes;
    private final Map<Object, ChannelItem> items = new LinkedHashMap<>();
    private long bytes;
    private @Nullable Position told;
    private @Nullable Position dropped;

    /** @param mostBytes of payloads that wait; the newest message always may */
    Waiting(Pace pace, long mostBytes) {
        this.pace = pace;
        this.mostBytes = mostBytes;
    }

    boolean isEmpty() {
        return items.isEmpty() && dropped == null;
    }

    /** The subscriber was given everything up to here, past this queue. */
    void told(Position position) {
        told = position;
    }

    void add(List<ChannelItem> more) {
        for (ChannelItem item : more) {
            Object key = key(item);
            ChannelItem older = items.remove(key);
            bytes += item.payloadBytes() - (older == null ? 0 : older.payloadBytes());
            items.put(key, item);
        }
        while (bytes > mostBytes && items.size() > 1) {
            Iterator<ChannelItem> inOrder = items.values().iterator();
            ChannelItem oldest = inOrder.next();
            inOrder.remove();
            bytes -= oldest.payloadBytes();
            dropped = oldest.position();
        }
    }

    /** Everything that waits, which is told now. */
    List<ChannelItem> takeAll() {
        var taken = new ArrayList<ChannelItem>(items.size() + 1);
        if (dropped != null) {
            taken.add(
                    new Gap(GapReason.SLOW_CONSUMER, told == null ? new Position(dropped.epoch(), 0) : told, dropped));
        }
        taken.addAll(items.values());
        clear();
        told = taken.isEmpty() ? told : taken.getLast().position();
        return taken;
    }

    void clear() {
        items.clear();
        bytes = 0;
        dropped = null;
    }

    /** Under which an item replaces another one; gaps replace none, and what is not conflated neither. */
    private Object key(ChannelItem item) {
        if (pace.policy() != Pace.Policy.CONFLATE || !(item instanceof Message message)) {
            return item.position();
        }
        if (pace.key().isEmpty()) {
            return "";
        }
        String value = Fields.of(message.payload()).get(pace.key());
        return value == null ? item.position() : value;
    }
}
