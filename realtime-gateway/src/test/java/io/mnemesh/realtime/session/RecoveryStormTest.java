package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Position;
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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everybody comes back at once, while messages go on. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@Tag("slow")
class RecoveryStormTest {

    private static final int SUBSCRIBERS = 600;
    private static final int PER_USER = 50;
    private static final int MISSED = 400;
    private static final int MEANWHILE = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Vertx vertx;

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final ChannelId channel = new ChannelId(new TenantId(tenant), "events:session_started");

    @Test
    void shouldBringEverybodyToWhereTheyWereInOrderAndWithoutAHole() {
        String epoch = publish(1, MISSED).epoch();
        WebSocketClient client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(SUBSCRIBERS).setMaxFrameSize(1 << 20));
        List<Returning> all = IntStream.range(0, SUBSCRIBERS)
                .mapToObj(i -> new Returning(connect(client, i)))
                .toList();
        await().atMost(PATIENCE).until(() -> all.stream().allMatch(one -> one.connected));

        all.forEach(one -> one.subscribe(epoch));
        publish(MISSED + 1, MISSED + MEANWHILE);

        await().atMost(PATIENCE)
                .until(() -> all.stream().allMatch(one -> one.failure != null || one.last == MISSED + MEANWHILE));
        List<Long> expected =
                LongStream.rangeClosed(1, MISSED + MEANWHILE).boxed().toList();
        assertThat(all).allSatisfy(one -> {
            assertThat(one.failure).isNull();
            assertThat(one.offsets).isEqualTo(expected);
        });
        all.forEach(one -> one.socket.close());
    }

    private WebSocket connect(WebSocketClient client, int number) {
        return client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(RestAssured.port)
                        .setURI("/connection/websocket")
                        .putHeader("Authorization", "Bearer " + TestTokens.of(tenant, "user-" + number / PER_USER)))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private Position publish(int first, int last) {
        return Multi.createFrom()
                .range(first, last + 1)
                .onItem()
                .transformToUniAndConcatenate(i -> log.publish(
                        channel, "id-" + i, ("{\"data\":\"" + "x".repeat(90) + "\"}").getBytes(StandardCharsets.UTF_8)))
                .collect()
                .last()
                .await()
                .atMost(PATIENCE)
                .position();
    }

    /** One that lost its connection. Its handlers run on one event loop. */
    private static final class Returning {

        private final WebSocket socket;
        private final List<Long> offsets = new ArrayList<>();
        private volatile boolean connected;
        private volatile String failure;
        private volatile long last;

        Returning(WebSocket socket) {
            this.socket = socket;
            socket.textMessageHandler(text -> text.lines().map(JsonObject::new).forEach(this::take));
            var _ = socket.writeTextMessage("{\"id\":1,\"connect\":{}}");
        }

        void subscribe(String epoch) {
            var request = CentrifugeClient.recovery("events:session_started", 0, epoch);
            var _ = socket.writeTextMessage(
                    new JsonObject().put("id", 2).put("subscribe", request).encode());
        }

        private void take(JsonObject line) {
            if (line.containsKey("connect")) {
                connected = true;
            } else if (line.containsKey("subscribe")) {
                JsonObject subscribed = line.getJsonObject("subscribe");
                if (!subscribed.getBoolean("recovered", false)) {
                    failure = line.encode();
                }
                subscribed
                        .getJsonArray("publications", new JsonArray())
                        .forEach(publication -> follow((JsonObject) publication));
            } else if (line.containsKey("push")) {
                follow(line.getJsonObject("push").getJsonObject("pub"));
            } else if (!line.isEmpty()) {
                failure = line.encode();
            }
        }

        private void follow(JsonObject publication) {
            offsets.add(publication.getLong("offset"));
            last = publication.getLong("offset");
        }
    }
}
