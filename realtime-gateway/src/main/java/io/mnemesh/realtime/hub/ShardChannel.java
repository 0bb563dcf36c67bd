package io.mnemesh.realtime.hub;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.namespace.Namespace;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers one event loop has for one channel. What arrives in a turn of the loop is filtered once per filter and
 * encoded once per {@link Reception}, and every subscriber that shares that writes the same bytes. Confined to the event loop, but for what a feed calls. It ends
 * with its last subscriber; the next one gets a new object, so that what is still on its way for the old one is lost on
 * purpose.
 */
final class ShardChannel implements FeedFollower {

    private static final MeshLog LOG = MeshLog.of(ShardChannel.class);
    private static final int BYTES_BESIDE_PAYLOAD = 128;

    private final ChannelId id;
    private final TenantTraffic traffic;
    private final FamilyTraffic family;
    private final long askedAt;
    private final LoopShard shard;
    private final Map<Filter, FilterClass> live = new LinkedHashMap<>(2);
    private final List<Subscription> held = new ArrayList<>(2);
    private final List<ChannelItem> batch = new ArrayList<>(4);
    private final List<Signal> signals = new ArrayList<>(0);
    private int size;
    private @Nullable Position position;
    private @Nullable List<Subscription> endedInTurn;

    /** @param askedAt nano time at which the channel was asked for */
    ShardChannel(ChannelId id, TenantTraffic traffic, long askedAt, LoopShard shard) {
        this.id = id;
        this.traffic = traffic;
        this.family = traffic.family(Namespace.familyOf(id.name()));
        this.askedAt = askedAt;
        this.shard = shard;
    }

    @Override
    public void onAttached(ChannelId channel, Position at) {
        shard.arrive(new LoopShard.Attached(this, at));
    }

    @Override
    public void onItem(ChannelId channel, ChannelItem item) {
        shard.arrive(new LoopShard.Came(this, item));
    }

    @Override
    public void onSignals(ChannelId channel, List<Signal> happened) {
        shard.arrive(new LoopShard.Happened(this, happened));
    }

    ChannelId id() {
        return id;
    }

    long askedAt() {
        return askedAt;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Position of the last item delivered; null until the channel is attached. */
    @Nullable
    Position position() {
        return position;
    }

    void add(Subscription subscription) {
        Places.append(held, subscription);
        size++;
        traffic.subscription(1);
        family.subscription(1);
        if (position != null) {
            subscription.joined(position);
        }
    }

    void remove(Subscription subscription) {
        if (subscription.isLive()) {
            removeLive(subscription);
        } else {
            Places.take(held, subscription);
        }
        size--;
        traffic.subscription(-1);
        family.subscription(-1);
    }

    /** Moves a subscription, which says of itself that it is live, to the live ones. */
    void goLive(Subscription subscription, List<ChannelItem> backlog, List<Signal> missed) {
        Places.take(held, subscription);
        if (position != null) {
            subscription.told(position);
        }
        live.computeIfAbsent(subscription.reception().filter(), FilterClass::new)
                .add(subscription);
        WireProtocol wire = subscription.reception().wire();
        List<ChannelItem> passing =
                new Screened(backlog).passing(subscription.reception().filter());
        if (!passing.isEmpty()) {
            var ended = new ArrayList<Subscription>(0);
            write(wire, passing, List.of(subscription), ended);
            if (!ended.isEmpty()) {
                subscription.leave();
                return;
            }
        }
        missed.forEach(signal -> write(signal, wire, List.of(subscription)));
    }

    void attached(Position at) {
        position = at;
        for (Subscription subscription : List.copyOf(held)) {
            if (subscription.isWaiting()) {
                subscription.joined(at);
            }
        }
    }

    List<Subscription> waiting() {
        return held.stream().filter(Subscription::isWaiting).toList();
    }

    /** @return true if this is the first that arrived since the last delivery */
    boolean add(ChannelItem item) {
        batch.add(item);
        return batch.size() == 1 && signals.isEmpty();
    }

    /** @return true if these are the first that arrived since the last delivery */
    boolean add(List<Signal> happened) {
        boolean first = batch.isEmpty() && signals.isEmpty();
        signals.addAll(happened);
        return first && !signals.isEmpty();
    }

    /** Writes what arrived to every live subscriber and keeps it for those held. */
    void deliver() {
        if (!batch.isEmpty()) {
            deliverItems();
        }
        if (!signals.isEmpty()) {
            deliverSignals();
        }
    }

    private void deliverSignals() {
        List<Signal> happened = List.copyOf(signals);
        signals.clear();
        for (Signal signal : happened) {
            live.values().forEach(some -> some.forEach((wire, subscribers) -> write(signal, wire, subscribers)));
            for (Subscription subscription : List.copyOf(held)) {
                subscription.hold(signal);
            }
        }
    }

    /** To those that want it. */
    private void write(Signal signal, WireProtocol wire, List<Subscription> subscribers) {
        if (!wire.knows(signal.kind())) {
            return;
        }
        List<Subscription> hearing = subscribers.stream()
                .filter(subscriber -> subscriber.hears(signal))
                .toList();
        if (!hearing.isEmpty()) {
            ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(BYTES_BESIDE_PAYLOAD);
            wire.encode(id, signal, out);
            write(out, 1, hearing);
        }
    }

    private void deliverItems() {
        List<ChannelItem> items = List.copyOf(batch);
        batch.clear();
        position = items.getLast().position();
        var ended = new ArrayList<Subscription>(0);
        endedInTurn = ended;
        var turn = new Screened(items);
        for (FilterClass some : live.values()) {
            try {
                some.deliver(
                        turn, (wire, passing, subscribers) -> write(wire, passing, subscribers, ended), this::give);
            } catch (RuntimeException failure) {
                some.forEach((wire, subscribers) -> fail(subscribers, failure));
            }
        }
        for (Subscription subscription : List.copyOf(held)) {
            subscription.hold(items);
        }
        endedInTurn = null;
        ended.forEach(Subscription::leave);
    }

    /** Gives items to one subscriber, within a turn or later. */
    private void give(Subscription subscription, List<ChannelItem> items) {
        List<Subscription> ended = endedInTurn == null ? new ArrayList<>(0) : endedInTurn;
        write(subscription.reception().wire(), items, List.of(subscription), ended);
        if (endedInTurn == null) {
            ended.forEach(Subscription::leave);
        }
    }

    /** Encodes once; where that fails, who misses something is told by the end of its connection. */
    private void write(
            WireProtocol wire, List<ChannelItem> items, List<Subscription> subscribers, List<Subscription> ended) {
        if (subscribers.isEmpty()) {
            return;
        }
        ByteBuf bytes;
        try {
            bytes = encode(wire, items);
        } catch (RuntimeException failure) {
            fail(subscribers, failure);
            return;
        }
        write(bytes, items.size(), subscribers);
        if (wire.endsWith(items)) {
            ended.addAll(subscribers);
        }
    }

    private static void fail(List<Subscription> subscribers, RuntimeException failure) {
        LOG.error("Messages of a channel cannot be encoded").cause(failure).log();
        subscribers.forEach(subscriber -> subscriber.connection().fail());
    }

    private void write(ByteBuf bytes, int messages, List<Subscription> subscribers) {
        int length = bytes.readableBytes();
        int written = 0;
        // No subscriber leaves within this loop: slow ones are ended when the turn is over.
        for (int i = 0, n = subscribers.size(); i < n; i++) {
            if (subscribers.get(i).connection().write(bytes.retainedDuplicate())) {
                written++;
            }
        }
        bytes.release();
        traffic.sent((long) messages * written, (long) length * written);
        family.sent((long) messages * written, (long) length * written);
    }

    private ByteBuf encode(WireProtocol wire, List<ChannelItem> items) {
        int size = 0;
        for (ChannelItem item : items) {
            size += BYTES_BESIDE_PAYLOAD + item.payloadBytes();
        }
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(size);
        try {
            wire.encode(id, items, out);
            return out;
        } catch (RuntimeException failure) {
            out.release();
            throw failure;
        }
    }

    private void removeLive(Subscription subscription) {
        Filter filter = subscription.reception().filter();
        FilterClass some = live.get(filter);
        if (some == null) {
            throw new IllegalStateException("The subscription is not where it says.");
        }
        some.remove(subscription);
        if (some.isEmpty()) {
            live.remove(filter);
        }
    }
}
