package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 clients with 20 of 200 channels each, 1,000 messages a second, and connections, a node and Redis that end as they like:
 * per channel nothing comes in another order, twice, or is left out without a word. Lasts as long as the system property
 * {@code mnemesh.chaos.duration} says.
 */
@Tag("fault")
class RealtimeChaosIT {

    private static final int CLIENTS = 200;
    private static final int CHANNELS = 200;
    private static final int CHANNELS_EACH = 20;
    private static final int PUBLISHERS = 8;
    private static final int PER_SECOND = 1_000;
    private static final int PER_USER = 50;
    private static final String DURATION = System.getProperty("mnemesh.chaos.duration", "PT1M");
    private static final Duration CUT_EVERY = Duration.ofMillis(100);
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final Map<String, String> SETTINGS = Map.of(
            "mnemesh.realtime.namespaces.chaos.subscribe", "*",
            "mnemesh.realtime.namespaces.chaos.publish", "*",
            "mnemesh.realtime.connection.frame-rate", "100000",
            "mnemesh.realtime.connection.frame-burst", "100000",
            "mnemesh.realtime.publish.rate", "100000",
            "mnemesh.realtime.publish.burst", "100000",
            "mnemesh.realtime.hub.position-check", "2s");

    @TempDir
    Path folder;

    private final ChannelTruth truth = new ChannelTruth();
    private final List<String> channels =
            IntStream.range(0, CHANNELS).mapToObj(i -> "chaos:" + i).toList();

    @Test
    void shouldNeitherReorderNorRepeatNorLoseSilentlyWhateverEnds() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        WebSocketClient sockets =
                vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(CLIENTS + PUBLISHERS));
        try (var nodes = RealtimeNodes.start(folder, "realtime-chaos", 1, SETTINGS)) {
            // Given
            List<FollowingClient> clients = followers(vertx, sockets, nodes);
            clients.forEach(FollowingClient::start);
            await().atMost(SETTLING).until(() -> clients.stream().allMatch(FollowingClient::isSubscribed));
            List<SteadyPublisher> publishers = publishers(vertx, sockets, nodes);
            publishers.forEach(SteadyPublisher::start);

            // When
            long third = Duration.parse(DURATION).dividedBy(3).toNanos();
            cutFor(third, clients);
            nodes.node(0).kill();
            nodes.node(0).start();
            nodes.node(0).awaitReady();
            cutFor(third, clients);
            nodes.redis().kill();
            nodes.redis().restart();
            cutFor(third, clients);
            publishers.forEach(SteadyPublisher::stop);
            await().atMost(SETTLING).until(() -> publishers.stream().allMatch(SteadyPublisher::isIdle));
            await().atMost(SETTLING).until(() -> clients.stream().allMatch(this::hasEverything));

            // Then
            System.out.printf(
                    "acknowledged %d, delivered %d, recovered %d, not recovered %d, gaps announced %d%n",
                    publishers.stream().mapToInt(SteadyPublisher::acknowledged).sum(),
                    sum(clients, FollowingClient::delivered),
                    sum(clients, FollowingClient::recoveries),
                    sum(clients, FollowingClient::unrecovered),
                    sum(clients, FollowingClient::announcedGaps));
            assertThat(publishers.stream()
                            .mapToInt(SteadyPublisher::acknowledged)
                            .sum())
                    .isGreaterThan((int) (Duration.parse(DURATION).toSeconds() * PER_SECOND / 2));
            assertThat(sum(clients, FollowingClient::recoveries)).isGreaterThan(CLIENTS * CHANNELS_EACH);
            assertThat(sum(clients, FollowingClient::reorders)).as("reorders").isZero();
            assertThat(sum(clients, FollowingClient::silentGaps))
                    .as("silent gaps")
                    .isZero();
            assertThat(truth.duplicates()).as("duplicates").isZero();
            assertThat(truth.contradictions()).as("contradictions").isZero();
            clients.forEach(FollowingClient::stop);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private boolean hasEverything(FollowingClient client) {
        return client.channels().stream().allMatch(channel -> client.hasReached(channel, truth.newest(channel)));
    }

    private List<FollowingClient> followers(Vertx vertx, WebSocketClient sockets, RealtimeNodes nodes) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> new FollowingClient(
                        vertx,
                        sockets,
                        nodes.tokens().of("acme", "user-" + i / PER_USER),
                        List.of(nodes.node(0).port()),
                        IntStream.range(0, CHANNELS_EACH)
                                .mapToObj(j -> channels.get((i * 7 + j * 10) % CHANNELS))
                                .toList(),
                        truth))
                .toList();
    }

    private List<SteadyPublisher> publishers(Vertx vertx, WebSocketClient sockets, RealtimeNodes nodes) {
        return IntStream.range(0, PUBLISHERS)
                .mapToObj(i -> new SteadyPublisher(
                        vertx,
                        sockets,
                        nodes.tokens().of("acme", "publisher-" + i),
                        List.of(nodes.node(0).port()),
                        channels,
                        truth,
                        (double) PER_SECOND / PUBLISHERS,
                        i,
                        PUBLISHERS))
                .toList();
    }

    /** Cuts connections, one after the other, for so many nanoseconds. */
    private static void cutFor(long nanos, List<FollowingClient> clients) {
        long end = System.nanoTime() + nanos;
        await().atMost(Duration.ofNanos(nanos).plusMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(CUT_EVERY)
                .until(() -> {
                    clients.get(ThreadLocalRandom.current().nextInt(clients.size()))
                            .cut();
                    return System.nanoTime() - end > 0;
                });
    }

    private static int sum(List<FollowingClient> clients, ToIntFunction<FollowingClient> figure) {
        return clients.stream().mapToInt(figure).sum();
    }
}
