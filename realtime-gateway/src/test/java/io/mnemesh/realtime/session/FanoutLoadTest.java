package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many subscribers of one channel. The rate is printed, not asserted. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@Tag("slow")
class FanoutLoadTest {

    private static final Logger LOG = Logger.getLogger(FanoutLoadTest.class);
    private static final int SUBSCRIBERS = 500;
    private static final int MESSAGES = 2_000;
    private static final int PER_USER = 50;

    @Inject
    Vertx vertx;

    @Inject
    ChannelLog log;

    @Test
    void shouldDeliverEveryMessageToEverySubscriber() {
        String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
        var channel = new ChannelId(new TenantId(tenant), "events:session_started");
        var subscribed = new LongAdder();
        var delivered = new LongAdder();
        WebSocketClient client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(SUBSCRIBERS).setMaxMessageSize(1 << 20));
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            String token = TestTokens.of(tenant, "user-" + i / PER_USER);
            WebSocket socket = client.connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(RestAssured.port)
                            .setURI("/ws/realtime")
                            .putHeader("Authorization", "Bearer " + token))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            socket.textMessageHandler(text -> {
                if (text.startsWith("{\"type\":\"event\"")) {
                    delivered.increment();
                } else if (text.startsWith("{\"type\":\"subscribed\"")) {
                    subscribed.increment();
                }
            });
            socket.writeTextMessage("{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"" + channel.name() + "\"]}");
            sockets.add(socket);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> subscribed.sum() == SUBSCRIBERS);
        byte[] payload = ("{\"event\":\"session_started\",\"data\":\"" + "x".repeat(90) + "\"}")
                .getBytes(StandardCharsets.UTF_8);

        long start = System.nanoTime();
        Multi.createFrom()
                .range(0, MESSAGES)
                .onItem()
                .transformToUni(i -> log.publish(channel, "id-" + i, payload))
                .merge(16)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofSeconds(60));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> delivered.sum() >= (long) SUBSCRIBERS * MESSAGES);
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(delivered.sum()).isEqualTo((long) SUBSCRIBERS * MESSAGES);
        LOG.infof("Fan-out: %.0f deliveries/s", delivered.sum() / seconds);
        sockets.forEach(WebSocket::close);
    }
}
