package io.mnemesh.realtime.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.fanout.ShardedPubSub;
import io.mnemesh.realtime.history.ChannelKeys;
import io.mnemesh.realtime.history.TestLogs;
import io.mnemesh.realtime.namespace.TestNamespaces;
import io.mnemesh.testing.ConfigDefaults;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Nodes that share a Redis, and listeners that note who they hear of. */
abstract class AttendanceFixture {

    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Pattern CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
    static EmbeddedRedis redis;
    final Member ana = new Member("ana", "c-1");
    final Member bob = new Member("bob", "c-2");
    final Member anaAgain = new Member("ana", "c-3");
    final List<AutoCloseable> open = new ArrayList<>();
    Vertx vertx;
    RedisOptions options;
    RedisLines lines;
    Channel channel;

    @BeforeAll
    static void startRedis() {
        redis = EmbeddedRedis.start(io.mnemesh.embedded.RedisOptions.temporary());
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        options = new RedisOptions().setConnectionString(redis.url());
        channel = channel("t-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        vertx.close();
    }

    static List<Member> members(String client) {
        return IntStream.range(0, 200)
                .mapToObj(i -> new Member("user " + i, client + i))
                .toList();
    }

    static Channel channel(String tenant) {
        var id = new ChannelId(new TenantId(tenant), "chat:lobby");
        return new Channel(
                id,
                TestNamespaces.of(Map.of("chat.presence", "true", "chat.join-leave", "true"))
                        .of(id.name())
                        .orElseThrow());
    }

    long away() {
        return send(Request.cmd(Command.ZCARD)
                .arg(ChannelKeys.presence(channel.id()).get(3)));
    }

    long keys() {
        return ChannelKeys.presence(channel.id()).stream()
                .mapToLong(key -> send(Request.cmd(Command.EXISTS).arg(key)))
                .sum();
    }

    long scripts() {
        Matcher calls = CALLS.matcher(
                get(lines.send(Request.cmd(Command.INFO).arg("commandstats"))).toString());
        assertThat(calls.find()).isTrue();
        return Long.parseLong(calls.group(1));
    }

    long send(Request request) {
        return get(lines.send(request)).toLong();
    }

    Node node(String ttl, String grace) {
        lines = TestLogs.lines(vertx, options);
        open.add(lines::close);
        var config = ConfigDefaults.with(
                PresenceConfig.class,
                Map.of("mnemesh.realtime.presence.ttl", ttl, "mnemesh.realtime.presence.grace", grace));
        var store = new PresenceStore(lines, config);
        return new Node(store, new Attendance(store, config, new SimpleMeterRegistry()));
    }

    Ear ear() {
        var ear = new Ear();
        var pubSub = new ShardedPubSub(
                () -> Redis.createClient(vertx, options), ((VertxInternal) vertx).createEventLoopContext());
        open.add(pubSub::close);
        ear.listen(pubSub, ChannelKeys.bus(channel.id()));
        return ear;
    }

    static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    final class Node {

        final PresenceStore store;
        final Attendance attendance;

        Node(PresenceStore store, Attendance attendance) {
            this.store = store;
            this.attendance = attendance;
        }

        Uni<Member> entering(Member member) {
            return attendance.enter(channel, member);
        }

        Member enter(Member member) {
            return get(entering(member));
        }

        Present read(int limit, Member after) {
            return get(store.read(channel, limit, after));
        }
    }

    /** Hears who comes and goes. */
    static final class Ear implements ShardedPubSub.Listener {

        final List<String> heard = new CopyOnWriteArrayList<>();
        final CountDownLatch subscribed = new CountDownLatch(1);
        ShardedPubSub pubSub;
        String key;

        void listen(ShardedPubSub from, String bus) {
            pubSub = from;
            key = bus;
            from.start(this);
            try {
                assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        void await(String... signals) {
            org.awaitility.Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> heard.size() >= signals.length);
            assertThat(heard).containsExactly(signals);
        }

        /** As above, while time passes for a node. */
        void await(Node node, String... signals) {
            org.awaitility.Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        node.attendance.tick();
                        return heard.size() >= signals.length;
                    });
            assertThat(heard).containsExactly(signals);
        }

        void awaitCount(int count) {
            org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> heard.size() >= count);
            heard.clear();
        }

        @Override
        public void onConnected() {
            pubSub.subscribe(key);
        }

        @Override
        public void onDisconnected() {
            // The tests would notice.
        }

        @Override
        public void onSubscribed(String channel) {
            subscribed.countDown();
        }

        @Override
        public void onUnsubscribed(String channel) {
            // The tests would notice.
        }

        @Override
        public void onMessage(String channel, byte[] message) {
            String[] words = new String(message, StandardCharsets.UTF_8).split(" ");
            Stream.of(words)
                    .skip(1)
                    .map(word -> words[0].substring(1) + " "
                            + Member.parse(word).orElseThrow().client())
                    .forEach(heard::add);
        }
    }
}
