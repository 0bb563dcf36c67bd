package io.mnemesh.realtime.fanout;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.hub.ChannelFeeds;
import io.mnemesh.realtime.hub.FeedFollower;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The channels this node follows, one {@link ChannelFeed} each, from the first subscriber on the node to a little after
 * the last. Confined to one event loop; calls from other threads are passed on to it in order.
 */
final class Feeds implements ChannelFeeds, FanoutBus.Listener, ChannelFeed.Surroundings {

    private static final long RETRY_MS = 250;

    private final EventExecutor loop;
    private final FanoutBus bus;
    private final ChannelLog log;
    private final FanoutMeters meters;
    private final int pageSize;
    private final Map<ChannelId, ChannelFeed> feeds = new HashMap<>();
    private final Set<ChannelFeed> idleBefore = new HashSet<>();
    private volatile boolean connected;

    Feeds(EventExecutor loop, FanoutBus bus, ChannelLog log, FanoutMeters meters, int pageSize) {
        this.loop = loop;
        this.bus = bus;
        this.log = log;
        this.meters = meters;
        this.pageSize = pageSize;
    }

    void start(Duration check) {
        bus.start(this);
        var _ = loop.scheduleAtFixedRate(this::check, check.toMillis(), check.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        bus.close();
    }

    /** False while messages come late because the bus is away. */
    boolean isConnected() {
        return connected;
    }

    @Override
    public void attach(ChannelId channel, FeedFollower follower) {
        loop.execute(() -> feeds.computeIfAbsent(channel, this::open).attach(follower));
    }

    @Override
    public void detach(ChannelId channel, FeedFollower follower) {
        loop.execute(() -> {
            ChannelFeed feed = feeds.get(channel);
            if (feed != null) {
                feed.detach(follower);
            }
        });
    }

    @Override
    public void verify(ChannelId channel) {
        loop.execute(() -> {
            ChannelFeed feed = feeds.get(channel);
            if (feed != null) {
                feed.verify();
            }
        });
    }

    @Override
    public void onConnected() {
        connected = true;
        feeds.keySet().forEach(bus::subscribe);
    }

    @Override
    public void onDisconnected() {
        connected = false;
        feeds.values().forEach(ChannelFeed::onDisconnected);
    }

    @Override
    public void onSubscribed(ChannelId channel) {
        ChannelFeed feed = feeds.get(channel);
        if (feed != null) {
            feed.onSubscribed();
        }
    }

    @Override
    public void onUnsubscribed(ChannelId channel) {
        ChannelFeed feed = feeds.get(channel);
        if (feed != null) {
            feed.onDisconnected();
            bus.subscribe(channel);
        }
    }

    @Override
    public void onMessage(ChannelId channel, Message message) {
        ChannelFeed feed = feeds.get(channel);
        if (feed != null) {
            feed.onMessage(message);
        }
    }

    @Override
    public void onSignals(ChannelId channel, List<Signal> signals) {
        ChannelFeed feed = feeds.get(channel);
        if (feed != null) {
            feed.onSignals(signals);
        }
    }

    @Override
    public void read(ChannelFeed feed, ChannelFeed.Read read) {
        log.read(feed.channel(), read.epoch(), read.firstOffset(), read.limit())
                .subscribe()
                .with(
                        page -> loop.execute(() -> feed.onPage(read, page)),
                        failure -> loop.execute(() -> {
                            feed.onReadFailed(read);
                            later(() -> feed.retry(read));
                        }));
    }

    @Override
    public void renew(ChannelFeed feed, String epoch) {
        log.renew(feed.channel(), epoch)
                .subscribe()
                .with(done -> loop.execute(feed::onRenewed), failure -> later(() -> renew(feed, epoch)));
    }

    @Override
    public void filled(int messages) {
        meters.filled(messages);
    }

    @Override
    public void gap(GapReason reason) {
        meters.gap(reason);
    }

    private ChannelFeed open(ChannelId channel) {
        bus.subscribe(channel);
        return new ChannelFeed(channel, this, pageSize);
    }

    private void check() {
        for (ChannelFeed feed : List.copyOf(feeds.values())) {
            if (feed.isIdle()) {
                if (!idleBefore.add(feed)) {
                    close(feed);
                }
            } else {
                idleBefore.remove(feed);
                if (feed.isSubscribing()) {
                    bus.subscribe(feed.channel());
                } else {
                    feed.verify();
                }
            }
        }
    }

    private void close(ChannelFeed feed) {
        idleBefore.remove(feed);
        feeds.remove(feed.channel());
        bus.unsubscribe(feed.channel());
    }

    private void later(Runnable task) {
        var _ = loop.schedule(task, RETRY_MS, TimeUnit.MILLISECONDS);
    }
}
