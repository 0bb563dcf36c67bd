package io.mnemesh.realtime.hub;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The part of the hub that lives on one event loop: its connections and, per channel, their subscriptions.
 *
 * <p>Thread safety: what a feed tells goes through a queue, in order, and starts a turn on the loop; everything else is
 * called on the loop only. A turn takes what is in the queue, encodes it once per channel and protocol, puts it into the
 * buffers of the subscribers' sockets, and flushes each socket once. Flushing is what takes time, so the loop looks after
 * other things in between; what arrives meanwhile goes out in the next turn.
 */
public final class LoopShard {

    private static final MeshLog LOG = MeshLog.of(LoopShard.class);
    private static final int ARRIVALS_PER_TURN = 4096;
    private static final int FLUSHES_AT_ONCE = 64;

    private final EventExecutor loop;
    private final ChannelFeeds feeds;
    private final Traffic traffic;
    private final HubConfig config;
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Map<ChannelId, ShardChannel> channels = new HashMap<>();
    private final Set<ShardChannel> unattached = new HashSet<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Queue<Connection> flushing = new ArrayDeque<>();
    private final List<Connection> answered = new ArrayList<>();
    private final List<Connection> slow = new ArrayList<>();
    private final List<ShardChannel> touched = new ArrayList<>();
    private final Coalescing coalescing;
    private boolean inTurn;
    private long turnBegan;

    LoopShard(EventExecutor loop, ChannelFeeds feeds, Traffic traffic, HubConfig config) {
        this.loop = loop;
        this.feeds = feeds;
        this.traffic = traffic;
        this.config = config;
        this.coalescing = new Coalescing(config.coalesce());
    }

    void start(Duration tick) {
        var _ = loop.scheduleAtFixedRate(this::tick, tick.toMillis(), tick.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The event loop everything of this shard runs on. */
    public EventExecutor loop() {
        return loop;
    }

    public void add(Connection connection) {
        connections.add(connection);
    }

    /** A copy of the connections; on the loop only. */
    public List<Connection> connections() {
        return List.copyOf(connections);
    }

    /** A copy of the ids of channels that have subscribers here; on the loop only. */
    public Set<ChannelId> channels() {
        return Set.copyOf(channels.keySet());
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    void join(Subscription subscription) {
        ShardChannel channel = channels.get(subscription.channel());
        if (channel == null) {
            ChannelId id = subscription.channel();
            channel = new ShardChannel(id, traffic.of(id.tenant()), System.nanoTime(), this);
            channels.put(id, channel);
            unattached.add(channel);
            feeds.attach(id, channel);
        }
        channel.add(subscription);
    }

    void leave(Subscription subscription) {
        ShardChannel channel = known(subscription.channel());
        channel.remove(subscription);
        if (channel.isEmpty()) {
            channels.remove(channel.id());
            unattached.remove(channel);
            feeds.detach(channel.id(), channel);
        }
    }

    void goLive(Subscription subscription, List<ChannelItem> backlog, List<Signal> signals) {
        known(subscription.channel()).goLive(subscription, backlog, signals);
    }

    Position position(ChannelId channel) {
        Position position = known(channel).position();
        if (position == null) {
            throw new IllegalStateException("The channel is not attached.");
        }
        return position;
    }

    /** Something was written to the connection and has to be flushed. */
    void dirty(Connection connection) {
        if (inTurn) {
            flushing.add(connection);
        } else {
            answered.add(connection);
            if (answered.size() == 1) {
                loop.execute(this::flushAnswered);
            }
        }
    }

    void slow(Connection connection) {
        slow.add(connection);
        if (slow.size() == 1) {
            loop.execute(this::endSlow);
        }
    }

    private ShardChannel known(ChannelId id) {
        ShardChannel channel = channels.get(id);
        if (channel == null) {
            throw new IllegalStateException("The channel has no subscriber here.");
        }
        return channel;
    }

    /** Any thread. */
    void arrive(Arrival arrival) {
        arrivals.add(arrival);
        turnLater();
    }

    /** Any thread. */
    private void turnLater() {
        if (scheduled.compareAndSet(false, true)) {
            long delay = coalescing.delay();
            if (delay == 0) {
                loop.execute(this::turn);
            } else {
                var _ = loop.schedule(this::turn, delay, TimeUnit.NANOSECONDS);
            }
        }
    }

    private void turn() {
        turnBegan = System.nanoTime();
        inTurn = true;
        try {
            take();
            List<ShardChannel> delivering = List.copyOf(touched);
            touched.clear();
            delivering.forEach(this::deliver);
        } finally {
            inTurn = false;
            flushSome();
        }
    }

    private static void attach(ShardChannel channel, Position position) {
        try {
            channel.attached(position);
        } catch (RuntimeException failure) {
            LOG.error("A channel cannot begin").cause(failure).log();
        }
    }

    /** What fails in one channel is its own affair. */
    private void deliver(ShardChannel channel) {
        try {
            channel.deliver();
        } catch (RuntimeException failure) {
            LOG.error("A channel cannot be delivered").cause(failure).log();
        }
    }

    private void flushSome() {
        for (int flushed = 0; flushed < FLUSHES_AT_ONCE && !flushing.isEmpty(); flushed++) {
            flushing.remove().flush();
        }
        if (flushing.isEmpty()) {
            endTurn();
        } else {
            // A task that is only queued would run before the loop reads from its sockets again.
            var _ = loop.schedule(this::flushSome, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void endTurn() {
        coalescing.delivered(System.nanoTime() - turnBegan);
        scheduled.set(false);
        if (!arrivals.isEmpty()) {
            turnLater();
        }
    }

    private void take() {
        for (int taken = 0; taken < ARRIVALS_PER_TURN; taken++) {
            Arrival arrival = arrivals.poll();
            if (arrival == null) {
                return;
            }
            ShardChannel channel = arrival.channel();
            if (channel.isEmpty()) {
                continue; // It was on its way when the last subscriber left.
            }
            switch (arrival) {
                case Attached attached -> {
                    unattached.remove(channel);
                    attach(channel, attached.position());
                }
                case Came came -> {
                    if (channel.add(came.item())) {
                        touched.add(channel);
                    }
                }
                case Happened happened -> {
                    if (channel.add(happened.signals())) {
                        touched.add(channel);
                    }
                }
            }
        }
    }

    /** What sessions wrote outside a turn goes out when the running task of the loop is over. */
    private void flushAnswered() {
        List<Connection> waiting = List.copyOf(answered);
        answered.clear(); // A flush may end a piece, behind which something else is written.
        waiting.forEach(Connection::flush);
    }

    /** Ends a connection as failed when the running turn is over. */
    void failed(Connection connection) {
        loop.execute(() -> connection.peer().onFailure());
    }

    private void endSlow() {
        List<Connection> ending = List.copyOf(slow);
        slow.clear();
        ending.forEach(connection -> connection.peer().onSlow());
    }

    /** Lets all connections look after what depends on time, or on what has just changed. Any thread. */
    public void lookAfterAll() {
        loop.execute(this::lookAfter);
    }

    private void lookAfter() {
        connections().forEach(connection -> connection.peer().onTick());
    }

    private void tick() {
        lookAfter();
        long oldest = System.nanoTime() - config.attachTimeout().toNanos();
        for (ShardChannel channel : List.copyOf(unattached)) {
            if (channel.askedAt() - oldest < 0) {
                for (Subscription subscription : channel.waiting()) {
                    subscription.failed(new ProblemException(
                            ProblemType.UNAVAILABLE,
                            "The channel cannot be reached at the moment; try again.",
                            Map.of("channel", channel.id().name()),
                            config.attachTimeout(),
                            null));
                    subscription.leave();
                }
            }
        }
    }

    /** What a feed tells this shard. */
    sealed interface Arrival {
        ShardChannel channel();
    }

    record Attached(ShardChannel channel, Position position) implements Arrival {}

    record Came(ShardChannel channel, ChannelItem item) implements Arrival {}

    record Happened(ShardChannel channel, List<Signal> signals) implements Arrival {}
}
