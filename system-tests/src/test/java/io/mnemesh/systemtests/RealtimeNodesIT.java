package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes side by side, of which one goes away, in good order or not. */
@Tag("fault")
@TestMethodOrder(OrderAnnotation.class)
class RealtimeNodesIT {

    private static final int CONNECTIONS = Integer.getInteger("mnemesh.nodes.connections", 5_000);
    private static final int PER_USER = 100;
    private static final int CHANNELS = 50;
    private static final int PER_SECOND = 50;
    private static final int MEMBERS = 200;
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration TTL = Duration.ofSeconds(6);
    private static final Duration RECONNECTS = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Map<String, String> SETTINGS = Map.of(
            "mnemesh.realtime.namespaces.room.subscribe", "*",
            "mnemesh.realtime.namespaces.room.publish", "*",
            "mnemesh.realtime.namespaces.hall.subscribe", "*",
            "mnemesh.realtime.namespaces.hall.presence", "true",
            "mnemesh.realtime.namespaces.hall.join-leave", "true",
            "mnemesh.realtime.connection.max-per-user", "200",
            "mnemesh.realtime.drain.over", DRAIN.toString(),
            "mnemesh.realtime.presence.ttl", TTL.toString());

    @TempDir
    static Path folder;

    private static RealtimeNodes nodes;
    private static Vertx vertx;
    private static WebSocketClient sockets;

    @BeforeAll
    static void start() {
        nodes = RealtimeNodes.start(folder, "realtime-nodes", 2, SETTINGS);
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        sockets = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(2 * CONNECTIONS).setConnectTimeout(10_000));
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        nodes.close();
    }

    @Test
    @Order(1)
    void shouldTellNobodyOf200ReconnectsWithin5Seconds() {
        List<FollowingClient> members = members(nodes.node(0).port(), "hall:flaps");
        try (var observer = observer("hall:flaps")) {
            members.forEach(FollowingClient::start);
            await().atMost(PATIENCE).until(() -> observer.arrivals() == MEMBERS);
            long before = System.nanoTime();
            Iterator<FollowingClient> next = members.iterator();

            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(RECONNECTS.dividedBy(MEMBERS))
                    .until(() -> {
                        next.next().cut();
                        return !next.hasNext();
                    });
            await().atMost(PATIENCE)
                    .until(() -> members.stream()
                            .allMatch(member -> member.isSubscribed() && member.subscribedAt() > before));
            await().atMost(PATIENCE).until(() -> observer.members() == MEMBERS + 1);

            assertThat(observer.arrivals()).isEqualTo(MEMBERS);
            assertThat(observer.departures()).isZero();
            // They are devices, so that no connection is told either, however soon it came back.
            assertThat(observer.joins()).isEqualTo(MEMBERS);
            assertThat(observer.leaves()).isZero();
        }
        members.forEach(FollowingClient::stop);
    }

    @Test
    @Order(2)
    void shouldResumeEverybodyOnTheOtherNodeWhenOneIsAskedToEnd() {
        var truth = new ChannelTruth();
        List<String> channels =
                IntStream.range(0, CHANNELS).mapToObj(i -> "room:" + i).toList();
        List<Integer> ports = List.of(nodes.node(0).port(), nodes.node(1).port());
        List<String> tokens = IntStream.rangeClosed(0, CONNECTIONS / PER_USER)
                .mapToObj(i -> nodes.tokens().of("acme", "user-" + i))
                .toList();
        List<FollowingClient> clients = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> new FollowingClient(
                        vertx, sockets, tokens.get(i / PER_USER), ports, List.of(channels.get(i % CHANNELS)), truth))
                .toList();
        Iterator<FollowingClient> next = clients.iterator();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    for (int i = 0; i < 100 && next.hasNext(); i++) {
                        next.next().start();
                    }
                    return !next.hasNext();
                });
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(FollowingClient::isSubscribed));
        var publisher = new SteadyPublisher(
                vertx,
                sockets,
                nodes.tokens().of("acme", "publisher"),
                List.of(nodes.node(1).port()),
                channels,
                truth,
                PER_SECOND,
                0,
                1);
        publisher.start();

        long before = System.nanoTime();
        nodes.node(0).process().destroy();
        await().atMost(PATIENCE)
                .until(() -> clients.stream().allMatch(one -> one.isSubscribed() && one.subscribedAt() > before));
        publisher.stop();
        await().atMost(PATIENCE).until(publisher::isIdle);
        await().atMost(PATIENCE)
                .until(() -> clients.stream()
                        .allMatch(one -> one.hasReached(
                                one.channels().getFirst(),
                                truth.newest(one.channels().getFirst()))));

        long peak = clients.stream()
                .collect(Collectors.groupingBy(one -> (one.askedAt() - before) / 1_000_000_000L, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        System.out.printf("%d connections resumed, at most %d came in a second%n", CONNECTIONS, peak);
        assertThat(clients).allSatisfy(one -> {
            assertThat(one.recoveries()).isEqualTo(1);
            assertThat(one.unrecovered()).isZero();
            assertThat(one.announcedGaps()).isZero();
            assertThat(one.silentGaps()).isZero();
            assertThat(one.reorders()).isZero();
        });
        assertThat(peak).isLessThanOrEqualTo(3L * CONNECTIONS / (2 * DRAIN.toSeconds()));
        clients.forEach(FollowingClient::stop);
        await().atMost(PATIENCE).until(() -> !nodes.node(0).process().isAlive());
    }

    @Test
    @Order(3)
    void shouldForgetTheMembersOfANodeThatIsKilledWithinTheirTimeToLive() {
        nodes.node(0).start();
        nodes.node(0).awaitReady();
        List<FollowingClient> members = members(nodes.node(0).port(), "hall:killed");
        try (var observer = observer("hall:killed")) {
            members.forEach(FollowingClient::start);
            await().atMost(PATIENCE).until(() -> observer.members() == MEMBERS + 1);

            nodes.node(0).kill();
            long killed = System.nanoTime();
            members.forEach(FollowingClient::stop);

            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> observer.members() == 1);
            var after = Duration.ofNanos(System.nanoTime() - killed);
            System.out.printf("members of the killed node gone after %d ms%n", after.toMillis());
            assertThat(after).isLessThanOrEqualTo(TTL.plusSeconds(1));
        }
    }

    @Test
    @Order(4)
    void shouldTakeAllThatAUserPublishesBeyondTheRateWhenThePublisherWaitsAsLongAsItIsTold() {
        var truth = new ChannelTruth();
        int port = nodes.node(1).port();
        String token = nodes.tokens().of("acme", "late-publisher");
        List<String> channels =
                IntStream.range(0, CHANNELS).mapToObj(i -> "room:late-" + i).toList();
        // As in a mesh, the user has other connections too.
        var follower = new FollowingClient(vertx, sockets, token, List.of(port), List.of(channels.getFirst()), truth);
        follower.start();
        await().atMost(PATIENCE).until(follower::isSubscribed);
        var publisher =
                new SteadyPublisher(vertx, sockets, token, List.of(port), channels, truth, 4 * PER_SECOND, 0, 1);
        long began = System.nanoTime();
        publisher.start();
        await().atMost(PATIENCE).until(() -> publisher.acknowledged() >= 3 * PER_SECOND);
        publisher.stop();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(publisher.isIdle()).as(publisher.state()).isTrue());

        assertThat(publisher.refusals())
                .isBetween(
                        1, 1 + (int) Duration.ofNanos(System.nanoTime() - began).toSeconds());
        assertThat(truth.contradictions()).isZero();
        assertThat(truth.duplicates()).isZero();
        follower.stop();
    }

    private static List<FollowingClient> members(int port, String channel) {
        var truth = new ChannelTruth();
        return IntStream.range(0, MEMBERS)
                .mapToObj(i -> new FollowingClient(
                        vertx,
                        sockets,
                        nodes.tokens().of("acme", "member-" + i),
                        List.of(port),
                        List.of(channel),
                        truth))
                .toList();
    }

    private static ChannelObserver observer(String channel) {
        return new ChannelObserver(sockets, nodes.node(1).port(), nodes.tokens().of("acme", "observer"), channel);
    }
}
