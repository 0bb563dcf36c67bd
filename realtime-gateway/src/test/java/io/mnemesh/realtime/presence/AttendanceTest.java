package io.mnemesh.realtime.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.EmbeddedRedisCluster;
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
import io.vertx.redis.client.RedisClientType;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes of the service, as far as presence goes, on a real Redis. Only the tests make time pass for them. */
class AttendanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    private static EmbeddedRedis redis;

    private final Member ana = new Member("ana", "c-1");
    private final Member bob = new Member("bob", "c-2");
    private final Member anaAgain = new Member("ana", "c-3");
    private final List<AutoCloseable> open = new ArrayList<>();
    private Vertx vertx;
    private RedisOptions options;
    private RedisLines lines;
    private Channel channel;

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

    @Test
    void shouldShowTheMembersOfAllNodes() {
        Node first = node("60s", "5s");
        Node second = node("60s", "5s");
        Ear ear = ear();

        first.enter(ana);
        second.enter(bob);
        second.enter(anaAgain);
        ear.await("join c-1", "join c-2", "join c-3");
        second.attendance.leave(channel, bob, true);
        ear.await("join c-1", "join c-2", "join c-3", "leave c-2");

        Present present = first.read(10, null);
        assertThat(present).isEqualTo(new Present(2, 1, List.of(ana, anaAgain)));
    }

    @Test
    void shouldCountWithoutMembersAndListThemInPages() {
        Node node = node("60s", "5s");
        node.enter(ana);
        node.enter(bob);
        node.enter(anaAgain);

        assertThat(node.read(0, null)).isEqualTo(new Present(3, 2, List.of()));
        assertThat(node.read(2, null).members()).containsExactly(ana, anaAgain);
        assertThat(node.read(2, anaAgain).members()).containsExactly(bob);
        assertThat(node.read(2, bob).members()).isEmpty();
    }

    @Test
    void shouldTellNobodyOfUsersThatComeBackInTime() {
        Node first = node("60s", "5s");
        Node second = node("60s", "5s");
        Ear ear = ear();
        List<Member> before = members("a");
        List<Member> after = members("b");
        Uni.join()
                .all(before.stream().map(first::entering).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        ear.awaitCount(200);

        before.forEach(member -> first.attendance.leave(channel, member, false));
        await().atMost(PATIENCE).until(() -> away() == 200);
        List<Member> there = Uni.join()
                .all(after.stream().map(second::entering).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        first.attendance.tick();
        second.attendance.tick();

        assertThat(there).containsExactlyInAnyOrderElementsOf(before);
        assertThat(away()).isZero();
        assertThat(first.read(0, null)).isEqualTo(new Present(200, 200, List.of()));
        first.enter(ana);
        ear.await("join c-1");
    }

    @Test
    void shouldTellNobodyOfADeviceThatIsBackBeforeItsOldConnectionIsMissed() {
        Node first = node("60s", "200ms");
        Node second = node("60s", "200ms");
        Ear ear = ear();
        var phone = new Member("ana", "phone~1");
        first.enter(phone);

        Member again = second.enter(new Member("ana", "phone~2"));
        first.attendance.leave(channel, phone, false);
        Member desk = second.enter(new Member("ana", "desk~3"));
        second.attendance.leave(channel, again, true);

        ear.await("join phone~1", "join desk~3", "leave phone~1");
        assertThat(again).isEqualTo(phone);
        assertThat(second.read(10, null)).isEqualTo(new Present(1, 1, List.of(desk)));
    }

    @Test
    void shouldKeepADeviceAsLongAsOneOfItsConnectionsOnANodeIsThere() {
        Node node = node("1s", "0s");
        Ear ear = ear();
        var phone = new Member("ana", "phone~1");
        node.enter(phone);
        node.enter(new Member("ana", "phone~2"));
        node.attendance.leave(channel, phone, false);
        node.enter(bob);
        long since = System.nanoTime();

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            node.attendance.tick();
            return System.nanoTime() - since > Duration.ofMillis(1500).toNanos();
        });

        assertThat(node.read(10, null)).isEqualTo(new Present(2, 2, List.of(phone, bob)));
        ear.await("join phone~1", "join c-2");
    }

    @Test
    void shouldGiveNobodyThePlaceOfADeviceThatIsAway() {
        Node node = node("60s", "60s");
        Ear ear = ear();
        var phone = new Member("ana", "phone~1");
        node.enter(phone);
        node.attendance.leave(channel, phone, false);

        assertThat(node.enter(ana)).isEqualTo(ana);
        assertThat(node.enter(new Member("ana", "phone~2"))).isEqualTo(phone);

        ear.await("join phone~1", "join c-1");
    }

    @Test
    void shouldTellOfALeaveWhenNobodyCameBack() {
        Node node = node("60s", "200ms");
        Ear ear = ear();
        node.enter(ana);
        node.enter(bob);

        node.attendance.leave(channel, ana, false);
        Present meanwhile = node.read(10, null);
        ear.await(node, "join c-1", "join c-2", "leave c-1");

        assertThat(meanwhile.clients()).isEqualTo(2);
        assertThat(node.read(10, null)).isEqualTo(new Present(1, 1, List.of(bob)));
        assertThat(node.enter(anaAgain)).isEqualTo(anaAgain);
    }

    @Test
    void shouldTellOfTheLastLeaveToo() {
        Node node = node("60s", "200ms");
        Ear ear = ear();
        node.enter(ana);

        node.attendance.leave(channel, ana, false);

        ear.await(node, "join c-1", "leave c-1");
    }

    @Test
    void shouldForgetTheMembersOfANodeThatIsGoneAndKeepTheOthers() {
        Node gone = node("1s", "200ms");
        Node alive = node("1s", "200ms");
        Ear ear = ear();
        alive.enter(bob);
        gone.enter(ana);
        long since = System.nanoTime();

        ear.await(alive, "join c-2", "join c-1", "leave c-1");

        assertThat(Duration.ofNanos(System.nanoTime() - since))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(2));
        assertThat(alive.read(10, null)).isEqualTo(new Present(1, 1, List.of(bob)));
    }

    @Test
    void shouldLeaveNothingBehindWhenAllNodesAreGone() {
        Node node = node("1s", "1s");
        node.enter(ana);
        node.enter(bob);
        node.attendance.leave(channel, bob, false);

        await().atMost(Duration.ofSeconds(2)).until(() -> keys() == 0);
    }

    @Test
    void shouldBringBackWhatRedisLost() {
        Node node = node("1s", "200ms");
        Ear ear = ear();
        node.enter(ana);
        ChannelKeys.presence(channel.id())
                .forEach(key -> send(Request.cmd(Command.DEL).arg(key)));
        assertThat(node.read(10, null).clients()).isZero();

        ear.await(node, "join c-1", "join c-1");

        assertThat(node.read(10, null)).isEqualTo(new Present(1, 1, List.of(ana)));
    }

    @Test
    void shouldProlongAllMembersAtOnce() {
        Node node = node("1s", "200ms");
        Uni.join()
                .all(members("a").stream().map(node::entering).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        long before = scripts();

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            node.attendance.tick();
            return scripts() > before;
        });

        assertThat(scripts()).isEqualTo(before + 1);
    }

    @Test
    @Tag("slow")
    void shouldWorkOnARedisCluster() throws Exception {
        var cluster = EmbeddedRedisCluster.start();
        open.add(cluster);
        options = new RedisOptions().setType(RedisClientType.CLUSTER);
        cluster.masters().forEach(server -> options.addConnectionString(server.url()));
        Node node = node("60s", "0s");

        for (String tenant : List.of("acme", "globex", "initech", "hooli", "umbrella")) {
            channel = channel(tenant);
            Ear ear = ear();
            node.enter(ana);
            node.enter(bob);
            node.attendance.leave(channel, bob, false);
            ear.await("join c-1", "join c-2", "leave c-2");
            assertThat(node.read(10, null)).isEqualTo(new Present(1, 1, List.of(ana)));
        }
    }

    private static List<Member> members(String client) {
        return IntStream.range(0, 200)
                .mapToObj(i -> new Member("user " + i, client + i))
                .toList();
    }

    private static Channel channel(String tenant) {
        var id = new ChannelId(new TenantId(tenant), "chat:lobby");
        return new Channel(
                id,
                TestNamespaces.of(Map.of("chat.presence", "true", "chat.join-leave", "true"))
                        .of(id.name())
                        .orElseThrow());
    }

    private long away() {
        return send(Request.cmd(Command.ZCARD)
                .arg(ChannelKeys.presence(channel.id()).get(3)));
    }

    private long keys() {
        return ChannelKeys.presence(channel.id()).stream()
                .mapToLong(key -> send(Request.cmd(Command.EXISTS).arg(key)))
                .sum();
    }

    private long scripts() {
        Matcher calls = CALLS.matcher(
                get(lines.send(Request.cmd(Command.INFO).arg("commandstats"))).toString());
        assertThat(calls.find()).isTrue();
        return Long.parseLong(calls.group(1));
    }

    private long send(Request request) {
        return get(lines.send(request)).toLong();
    }

    private Node node(String ttl, String grace) {
        lines = TestLogs.lines(vertx, options);
        open.add(lines::close);
        var config = ConfigDefaults.with(
                PresenceConfig.class,
                Map.of("mnemesh.realtime.presence.ttl", ttl, "mnemesh.realtime.presence.grace", grace));
        var store = new PresenceStore(lines, config);
        return new Node(store, new Attendance(store, config, new SimpleMeterRegistry()));
    }

    private Ear ear() {
        var ear = new Ear();
        var pubSub = new ShardedPubSub(
                () -> Redis.createClient(vertx, options), ((VertxInternal) vertx).createEventLoopContext());
        open.add(pubSub::close);
        ear.listen(pubSub, ChannelKeys.bus(channel.id()));
        return ear;
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private final class Node {

        private final PresenceStore store;
        private final Attendance attendance;

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
    private static final class Ear implements ShardedPubSub.Listener {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private ShardedPubSub pubSub;
        private String key;

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
