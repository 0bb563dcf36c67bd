package io.mnemesh.realtime.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.EmbeddedRedisCluster;
import io.mnemesh.embedded.RedisOptions;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.history.ChannelKeys;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.TestLogs;
import io.mnemesh.realtime.hub.FeedFollower;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes of the service, as far as the fan-out goes, on a real Redis of their own. */
class FeedsTest {

    private static final int KEPT = 1000;

    private final ChannelId channel = new ChannelId(new TenantId("acme"), "events:memory_created");
    private final List<AutoCloseable> open = new ArrayList<>();
    private Vertx vertx;
    private EmbeddedRedis redis;
    private io.vertx.redis.client.RedisOptions options;
    private ChannelLog log;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        redis = EmbeddedRedis.start(RedisOptions.temporary());
        options = new io.vertx.redis.client.RedisOptions().setConnectionString(redis.url());
        log = log();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        redis.close();
        vertx.close();
    }

    @Test
    void shouldBringEveryMessageToEveryNode() {
        Recorder first = follow(node(0));
        Recorder second = follow(node(0));

        publish(1, 200);

        first.awaitOffsets(200);
        second.awaitOffsets(200);
    }

    @Test
    void shouldBringSignalsToEveryNodeThatFollows() {
        Recorder first = follow(node(0));
        Recorder second = follow(node(0));
        var ana = new Member("ana of acme", "c-1");
        var bob = new Member("bob", "c-2");

        var _ = get(lines().send(Request.cmd(Command.SPUBLISH)
                .arg(ChannelKeys.bus(channel))
                .arg("!join " + ana.text() + " " + bob.text())));
        publish(1, 1);

        for (Recorder follower : List.of(first, second)) {
            follower.awaitOffsets(1);
            assertThat(follower.signals)
                    .containsExactly(new Signal(Signal.Kind.JOIN, ana), new Signal(Signal.Kind.JOIN, bob));
        }
    }

    @Test
    void shouldFillFromTheHistoryWhenPubSubLosesMessages() {
        Recorder lossy = follow(node(0.3));

        publish(1, 300);

        lossy.awaitOffsets(300);
    }

    @Test
    void shouldFindTheNewestMessageWhenPubSubLostIt() {
        Recorder deaf = follow(node(1));

        publish(1, 5);

        deaf.awaitOffsets(5);
    }

    @Test
    void shouldGoOnWhereItWasWhenRedisComesBack() {
        Recorder follower = follow(node(0));
        publish(1, 10);
        follower.awaitOffsets(10);
        redis.kill();
        redis.restart();

        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> get(log.position(channel)).offset() == 10);
        publish(11, 20);

        follower.awaitOffsets(20);
    }

    @Test
    void shouldAnnounceTheNewEpochWhenRedisLostEverything() {
        Recorder follower = follow(node(0));
        publish(1, 10);
        follower.awaitOffsets(10);
        Position before = follower.items.getLast().position();
        get(lines().send(Request.cmd(Command.FLUSHALL)));

        publish(11, 12);

        await().atMost(Duration.ofSeconds(10)).until(() -> follower.items.size() == 13);
        assertThat(follower.items.get(10)).isInstanceOfSatisfying(Gap.class, gap -> {
            assertThat(gap.reason()).isEqualTo(GapReason.EPOCH_CHANGED);
            assertThat(gap.from()).isEqualTo(before);
        });
        assertThat(follower.items.get(12).position().offset()).isEqualTo(2);
    }

    @Test
    void shouldStopListeningWhenNobodyFollows() {
        Node node = node(0);
        Recorder follower = follow(node);
        assertThat(shardChannels()).isEqualTo(1);

        node.feeds.detach(channel, follower);

        await().atMost(Duration.ofSeconds(10)).until(() -> shardChannels() == 0);
    }

    @Test
    @Tag("slow")
    void shouldWorkOnARedisCluster() throws Exception {
        var cluster = EmbeddedRedisCluster.start();
        open.add(cluster);
        options = new io.vertx.redis.client.RedisOptions().setType(RedisClientType.CLUSTER);
        cluster.masters().forEach(server -> options.addConnectionString(server.url()));
        log = log();
        var channels = List.of("acme", "globex", "initech", "hooli", "umbrella").stream()
                .map(tenant -> new ChannelId(new TenantId(tenant), "events:memory_created"))
                .toList();
        Node node = node(0);
        List<Recorder> followers =
                channels.stream().map(one -> follow(node, one)).toList();

        for (ChannelId one : channels) {
            for (int i = 1; i <= 20; i++) {
                get(log.publish(one, "id-" + i, new byte[] {'{', '}'}));
            }
        }

        followers.forEach(follower -> follower.awaitOffsets(20));
    }

    private int shardChannels() {
        return get(lines().send(Request.cmd(Command.PUBSUB).arg("SHARDCHANNELS")))
                .size();
    }

    private void publish(int first, int last) {
        for (int i = first; i <= last; i++) {
            get(log.publish(channel, "id-" + i, new byte[] {'{', '}'}));
        }
    }

    private Recorder follow(Node node) {
        return follow(node, channel);
    }

    private Recorder follow(Node node, ChannelId followed) {
        var follower = new Recorder();
        node.feeds.attach(followed, follower);
        await().atMost(Duration.ofSeconds(20)).until(() -> follower.start != null);
        return follower;
    }

    /** @param loss share of messages that this node's bus loses */
    private Node node(double loss) {
        ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
        FanoutBus bus = new LossyBus(
                new RedisFanoutBus(new ShardedPubSub(() -> Redis.createClient(vertx, options), context)), loss);
        var feeds = new Feeds(context.nettyEventLoop(), bus, log(), new FanoutMeters(new SimpleMeterRegistry()), 50);
        feeds.start(Duration.ofMillis(200));
        open.add(feeds::close);
        return new Node(feeds);
    }

    private ChannelLog log() {
        return TestLogs.log(lines(), KEPT);
    }

    private RedisLines lines() {
        var lines = TestLogs.lines(vertx, options);
        open.add(lines::close);
        return lines;
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    private record Node(Feeds feeds) {}

    /** A bus that loses messages on purpose. */
    private record LossyBus(FanoutBus bus, double loss) implements FanoutBus {

        @Override
        public void start(Listener listener) {
            var random = new Random(7);
            bus.start(new Listener() {
                @Override
                public void onConnected() {
                    listener.onConnected();
                }

                @Override
                public void onDisconnected() {
                    listener.onDisconnected();
                }

                @Override
                public void onSubscribed(ChannelId channel) {
                    listener.onSubscribed(channel);
                }

                @Override
                public void onUnsubscribed(ChannelId channel) {
                    listener.onUnsubscribed(channel);
                }

                @Override
                public void onSignals(ChannelId channel, List<Signal> signals) {
                    listener.onSignals(channel, signals);
                }

                @Override
                public void onMessage(ChannelId channel, Message message) {
                    if (random.nextDouble() >= loss) {
                        listener.onMessage(channel, message);
                    }
                }
            });
        }

        @Override
        public void subscribe(ChannelId channel) {
            bus.subscribe(channel);
        }

        @Override
        public void unsubscribe(ChannelId channel) {
            bus.unsubscribe(channel);
        }

        @Override
        public void close() {
            bus.close();
        }
    }

    private static final class Recorder implements FeedFollower {

        private final List<Signal> signals = new CopyOnWriteArrayList<>();
        private final List<ChannelItem> items = new CopyOnWriteArrayList<>();
        private volatile Position start;

        @Override
        public void onAttached(ChannelId channel, Position position) {
            start = position;
        }

        @Override
        public void onSignals(ChannelId followed, List<Signal> happened) {
            signals.addAll(happened);
        }

        @Override
        public void onItem(ChannelId channel, ChannelItem item) {
            items.add(item);
        }

        void awaitOffsets(long newest) {
            await().atMost(Duration.ofSeconds(20)).until(() -> items.size() >= newest);
            assertThat(items.stream().map(item -> item.position().offset()))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, newest).boxed().toList());
            assertThat(items).allMatch(Message.class::isInstance);
        }
    }
}
