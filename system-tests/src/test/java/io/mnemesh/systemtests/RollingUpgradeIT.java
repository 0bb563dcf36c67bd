package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.launcher.client.MnemeshClient;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every process is replaced by one of the next version and then by one of the version before again, while requests and sockets
 * go on through the gateways. The version before is this build, or the one whose folder {@code mnemesh.upgrade.from} names; what
 * the next version adds to the schemas and says in events is there in either case before the first process is replaced.
 */
@Tag("fault")
@Tag("upgrade")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RollingUpgradeIT {

    private static final int ROUNDS = Integer.getInteger("mnemesh.upgrade.rounds", 1);
    private static final int REQUESTS_PER_SECOND = Integer.getInteger("mnemesh.upgrade.requests", 100);
    private static final int SOCKETS = Integer.getInteger("mnemesh.upgrade.sockets", 1_000);
    private static final int WARM_UP = Integer.getInteger("mnemesh.upgrade.warm-up", 2_000);
    private static final int CHANNELS = 50;
    private static final int MESSAGES_PER_SECOND = 25;
    private static final List<String> GROUPS =
            List.of("memory-embedder", "memory-cache", "realtime-ingest", "realtime-archive");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void shouldFailNoRequestAndLoseNoSocketWhenEveryProcessIsReplacedAndRolledBack() throws Exception {
        Path next = Build.HOME;
        Path before = Path.of(System.getProperty("mnemesh.upgrade.from", next.toString()));
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        try (var mesh = new RollingMesh(vertx, folder, "rolling-upgrade")) {
            // Given
            mesh.start(before);
            MnemeshClient client = mesh.admin();
            try (var requests = new SteadyRequests(client, REQUESTS_PER_SECOND)) {
                requests.warmUp(WARM_UP);
                var truth = new ChannelTruth();
                WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                        .setMaxConnections(2 * SOCKETS)
                        .setConnectTimeout(10_000));
                List<String> channels =
                        IntStream.range(0, CHANNELS).mapToObj(i -> "room:" + i).toList();
                List<FollowingClient> followers = follow(vertx, sockets, client.bearer(), mesh.port(), channels, truth);
                var publisher = new SteadyPublisher(
                        vertx,
                        sockets,
                        client.bearer(),
                        List.of(mesh.port()),
                        channels,
                        truth,
                        MESSAGES_PER_SECOND,
                        0,
                        1);
                requests.begin();
                publisher.start();
                requests.awaitAnswers(2 * REQUESTS_PER_SECOND);

                // When
                NextSchema.expand(mesh.stores().postgres());
                UUID fromNext = NextEvents.publish(vertx, mesh.stores().redis().url());
                long began = System.nanoTime();
                for (int round = 0; round < ROUNDS; round++) {
                    mesh.replaceBy(next);
                    mesh.replaceBy(before);
                }
                requests.awaitAnswers(REQUESTS_PER_SECOND);
                var took = Duration.ofNanos(System.nanoTime() - began);
                requests.finish();
                publisher.stop();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(publisher.isIdle())
                                .as(publisher.state())
                                .isTrue());
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(followers.stream().filter(one -> isUpToDate(one, truth)))
                                .hasSize(SOCKETS));

                // Then
                System.out.printf(
                        "%d requests in %d s, %d failed; %d sockets came back %d times, %d of them without what they"
                                + " missed%n",
                        requests.answered() + requests.failures().size(),
                        took.toSeconds(),
                        requests.failures().size(),
                        SOCKETS,
                        followers.stream().mapToInt(FollowingClient::recoveries).sum(),
                        followers.stream()
                                .mapToInt(FollowingClient::unrecovered)
                                .sum());
                assertThat(requests.failures()).isEmpty();
                assertThat(requests.answered())
                        .isGreaterThanOrEqualTo((int) (took.toSeconds() * REQUESTS_PER_SECOND * 9 / 10));
                assertThat(mesh.memories()).isEqualTo(byId(requests.acknowledged()));
                assertThat(followers).allSatisfy(one -> {
                    assertThat(one.recoveries()).isGreaterThanOrEqualTo(2 * ROUNDS);
                    assertThat(one.unrecovered()).isZero();
                    assertThat(one.announcedGaps()).isZero();
                    assertThat(one.silentGaps()).isZero();
                    assertThat(one.reorders()).isZero();
                });
                assertThat(truth.contradictions()).isZero();
                assertThat(truth.duplicates()).isZero();
                await().atMost(PATIENCE).until(() -> mesh.isArchived(fromNext));
                for (String group : GROUPS) {
                    assertThat(client.get("/api/mesh/dead-letters?group=" + group)
                                    .ok()
                                    .path("items"))
                            .as(group)
                            .isEmpty();
                }
                followers.forEach(FollowingClient::stop);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static List<FollowingClient> follow(
            Vertx vertx, WebSocketClient sockets, String token, int port, List<String> channels, ChannelTruth truth) {
        List<FollowingClient> followers = IntStream.range(0, SOCKETS)
                .mapToObj(i -> new FollowingClient(
                        vertx, sockets, token, List.of(port), List.of(channels.get(i % CHANNELS)), truth))
                .toList();
        Iterator<FollowingClient> next = followers.iterator();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    for (int i = 0; i < 50 && next.hasNext(); i++) {
                        next.next().start();
                    }
                    return !next.hasNext();
                });
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(followers.stream().filter(FollowingClient::isSubscribed))
                        .hasSize(SOCKETS));
        return followers;
    }

    private static boolean isUpToDate(FollowingClient one, ChannelTruth truth) {
        String channel = one.channels().getFirst();
        return one.isSubscribed() && one.hasReached(channel, truth.newest(channel));
    }

    private static Map<UUID, String> byId(Map<String, String> acknowledged) {
        var contents = new HashMap<UUID, String>();
        acknowledged.forEach((id, content) -> contents.put(UUID.fromString(id), content));
        return contents;
    }
}
