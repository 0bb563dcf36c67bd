package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.SessionStarted;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class SocketTest {

    private static final String CHANNEL = "events:session_started";

    @Inject
    Vertx vertx;

    @Inject
    ChannelLog log;

    @Inject
    EventPublisher events;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<Client> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }

    // ---- authentication

    @Test
    void shouldConnectWithTheAuthorizationHeader() {
        Client client = open(token());

        client.assertSilent();
    }

    @Test
    void shouldConnectWithTheSubprotocol() {
        Client client = Client.openWithSubprotocols(port(), "/ws", "mnemesh.v1", "bearer." + token());
        clients.add(client);

        JsonObject connected = client.next("connected");

        assertThat(connected.getString("tenant")).isEqualTo(tenant);
        assertThat(connected.getString("subject")).isEqualTo("ana");
        assertThat(connected.getInstant("expiresAt")).isAfter(Instant.now());
        assertThat(client.subprotocol()).isEqualTo("mnemesh.v1");
    }

    @Test
    void shouldConnectWithTheFirstFrame() {
        Client client = Client.open(port());
        clients.add(client);

        client.send("{\"type\":\"connect\",\"id\":3,\"token\":\"" + token() + "\"}");

        assertThat(client.next("connected").getInteger("id")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseTheHandshakeWhenTheTokenIsBad(boolean expired) {
        String bad = expired ? TestTokens.expired(tenant, "ana") : "nonsense";

        assertThat(Client.refusal(port(), bad).getResponse().statusCode()).isEqualTo(401);
    }

    @Test
    void shouldCloseWhenTheFirstFramesTokenIsBad() {
        Client client = Client.open(port());
        clients.add(client);

        client.send("{\"type\":\"connect\",\"token\":\"" + TestTokens.expired(tenant, "ana") + "\"}");

        assertThat(client.problem().getInteger("status")).isEqualTo(401);
        assertThat(client.awaitClose()).isEqualTo(4401);
    }

    @Test
    void shouldHoldTheScopesOfAFirstFramesTokenToo() {
        Client refused = Client.open(port());
        Client allowed = Client.open(port());
        clients.add(refused);
        clients.add(allowed);

        refused.send("{\"type\":\"connect\",\"token\":\"" + TestTokens.scoped(tenant, "ana", "memory:read") + "\"}");
        allowed.send("{\"type\":\"connect\",\"id\":4,\"token\":\""
                + TestTokens.scoped(tenant, "ana", "memory:read realtime:read") + "\"}");

        assertThat(refused.problem().getInteger("status")).isEqualTo(403);
        assertThat(refused.awaitClose()).isEqualTo(4401);
        assertThat(allowed.next("connected").getInteger("id")).isEqualTo(4);
    }

    @Test
    void shouldAnswerUnauthenticatedWhenAFrameComesBeforeTheToken() {
        Client client = Client.open(port());
        clients.add(client);

        client.send("{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"" + CHANNEL + "\"]}");

        assertThat(client.problem().getInteger("status")).isEqualTo(401);
        client.send("{\"type\":\"connect\",\"token\":\"" + token() + "\"}");
        client.next("connected");
    }

    @Test
    @Tag("slow")
    void shouldEndWithTheTokenUnlessItIsRefreshed() {
        Client forgetful = Client.open(port(), TestTokens.lasting(tenant, "ana", Duration.ofSeconds(3)));
        Client careful = Client.open(port(), TestTokens.lasting(tenant, "ana", Duration.ofSeconds(3)));
        clients.addAll(List.of(forgetful, careful));

        careful.send("{\"type\":\"refresh\",\"id\":8,\"token\":\"" + token() + "\"}");

        assertThat(careful.next("refreshed").getInteger("id")).isEqualTo(8);
        assertThat(forgetful.problem().getInteger("status")).isEqualTo(401);
        assertThat(forgetful.awaitClose()).isEqualTo(4440);
        careful.assertSilent();
    }

    @Test
    void shouldCloseWhenTheRefreshIsForSomebodyElse() {
        Client client = open(token());

        client.send("{\"type\":\"refresh\",\"token\":\"" + TestTokens.of("other", "ana") + "\"}");

        assertThat(client.problem().getInteger("status")).isEqualTo(403);
        assertThat(client.awaitClose()).isEqualTo(4401);
    }

    // ---- events

    @Test
    void shouldShowAnEventOfTheMeshOnceWhenItIsDeliveredTwice() {
        Client client = open(token());
        client.subscribe(CHANNEL);
        MeshEvent<SessionStarted> event = TestEvents.sessionStarted(tenant);

        publish(event, event, TestEvents.sessionStarted(tenant));

        JsonObject first = client.next("event");
        JsonObject second = client.next("event");
        assertThat(first.getString("channel")).isEqualTo(CHANNEL);
        assertThat(first.getString("event")).isEqualTo("session_started");
        assertThat(first.getString("eventId")).isEqualTo(event.id().toString());
        assertThat(first.getString("subject")).isEqualTo("session-1");
        assertThat(first.getInstant("time")).isEqualTo(event.time());
        assertThat(first.getJsonObject("data").getString("sessionId")).isEqualTo("session-1");
        assertThat(second.getString("eventId")).isNotEqualTo(first.getString("eventId"));
        assertThat(second.getLong("offset")).isEqualTo(first.getLong("offset") + 1);
        client.assertSilent();
    }

    @Test
    void shouldKeepTenantsApart() {
        String other = tenant + "-x";
        Client mine = open(token());
        Client theirs = open(TestTokens.of(other, "bob"));
        mine.subscribe(CHANNEL);
        theirs.subscribe(CHANNEL);

        publish(TestEvents.sessionStarted(other), TestEvents.sessionStarted(tenant));

        JsonObject seenByMe = mine.next("event");
        JsonObject seenByThem = theirs.next("event");
        assertThat(seenByMe.getString("eventId")).isNotEqualTo(seenByThem.getString("eventId"));
        mine.assertSilent();
        theirs.assertSilent();
    }

    @Test
    void shouldStopWhenUnsubscribed() {
        Client client = open(token());
        client.subscribe(CHANNEL);
        channel("id-1");
        client.next("event");

        client.send("{\"type\":\"unsubscribe\",\"id\":2,\"subscriptions\":[\"" + CHANNEL + "\"]}");
        client.next("unsubscribed");
        channel("id-2");

        client.assertSilent();
    }

    @Test
    void shouldAnswerBothWhenUnsubscribedBeforeTheChannelIsReached() {
        for (int i = 0; i < 10; i++) {
            Client client = open(token());

            client.send("{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"" + CHANNEL + "\"]}");
            client.send("{\"type\":\"unsubscribe\",\"id\":2,\"subscriptions\":[\"" + CHANNEL + "\"]}");

            assertThat(List.of(client.next(), client.next()))
                    .extracting(frame -> frame.getString("type"))
                    .containsExactlyInAnyOrder("subscribed", "unsubscribed");
        }
    }

    @Test
    void shouldSubscribeToSeveralChannelsAtOnce() {
        Client client = open(token());

        client.send("""
                {"type":"subscribe","id":5,"subscriptions":["events:memory_created","events:session_started"]}""");

        JsonObject subscribed = client.next("subscribed");
        assertThat(subscribed.getInteger("id")).isEqualTo(5);
        assertThat(subscribed.getJsonObject("subscriptions").fieldNames())
                .containsExactly("events:memory_created", CHANNEL);
    }

    // ---- recovery

    @Test
    void shouldBringExactlyWhatWasMissedWhenAClientComesBack() {
        Client witness = open(token());
        witness.subscribe(CHANNEL);
        Client before = open(token());
        String epoch = before.subscribe(CHANNEL).getString("epoch");
        channel("id-1");
        channel("id-2");
        long seen = before.next("event", 2).getLast().getLong("offset");
        before.close();
        IntStream.rangeClosed(3, 40).forEach(i -> channel("id-" + i));
        assertThat(witness.next("event", 40)).hasSize(40);

        Client after = open(token());
        JsonObject entry = after.recover(CHANNEL, seen, epoch);
        List<JsonObject> missed = after.next("event", 38);
        channel("id-41");

        assertThat(entry.getBoolean("recovered")).isTrue();
        assertThat(entry.getLong("offset")).isEqualTo(40);
        assertThat(offsets(missed))
                .containsExactlyElementsOf(LongStream.rangeClosed(3, 40).boxed().toList());
        assertThat(after.next("event").getLong("offset")).isEqualTo(41);
        after.assertSilent();
    }

    @Test
    void shouldLeaveNeitherHoleNorDuplicateWhenEventsComeDuringRecovery() {
        String epoch = open(token()).subscribe(CHANNEL).getString("epoch");
        IntStream.rangeClosed(1, 300).forEach(i -> channel("id-" + i));
        Thread publisher =
                Thread.ofVirtual().start(() -> IntStream.rangeClosed(301, 900).forEach(i -> channel("id-" + i)));

        List<List<JsonObject>> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Client client = open(token());
            assertThat(client.recover(CHANNEL, 10L * i, epoch).getBoolean("recovered"))
                    .isTrue();
            seen.add(client.next("event", 900 - 10 * i));
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> !publisher.isAlive());
        for (int i = 0; i < seen.size(); i++) {
            assertThat(offsets(seen.get(i)))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(10L * i + 1, 900).boxed().toList());
        }
    }

    @Test
    void shouldAnnounceAGapWhenTheHistoryDoesNotReachBack() {
        String epoch = open(token()).subscribe(CHANNEL).getString("epoch");
        IntStream.rangeClosed(1, 1005).forEach(i -> channel("id-" + i));

        Client client = open(token());
        JsonObject entry = client.recover(CHANNEL, 2, epoch);
        JsonObject gap = client.next("gap");
        List<JsonObject> rest = client.next("event", 1000);

        assertThat(entry.getBoolean("recovered")).isFalse();
        assertThat(gap.getString("reason")).isEqualTo("history_trimmed");
        assertThat(gap.getJsonObject("from").getLong("offset")).isEqualTo(2);
        assertThat(gap.getJsonObject("to").getLong("offset")).isEqualTo(5);
        assertThat(rest.getFirst().getLong("offset")).isEqualTo(6);
        assertThat(rest.getLast().getLong("offset")).isEqualTo(1005);
    }

    @Test
    void shouldAnnounceAGapWhenTheEpochIsAnother() {
        channel("id-1");

        Client client = open(token());
        JsonObject entry = client.recover(CHANNEL, 17, "an-epoch-of-before");

        assertThat(entry.getBoolean("recovered")).isFalse();
        JsonObject gap = client.next("gap");
        assertThat(gap.getString("reason")).isEqualTo("epoch_changed");
        assertThat(gap.getJsonObject("to").getString("epoch")).isEqualTo(entry.getString("epoch"));
        assertThat(client.next("event").getLong("offset")).isEqualTo(1);
    }

    @Test
    void shouldAnnounceAGapWhenThePositionIsAheadOfTheChannel() {
        String epoch = open(token()).subscribe(CHANNEL).getString("epoch");

        Client client = open(token());

        assertThat(client.recover(CHANNEL, 1_000, epoch).getBoolean("recovered"))
                .isFalse();
        assertThat(client.next("gap").getString("reason")).isEqualTo("unknown_position");
    }

    @Test
    void shouldSayRecoveredWhenNothingWasMissed() {
        String epoch = open(token()).subscribe(CHANNEL).getString("epoch");
        channel("id-1");

        Client client = open(token());

        assertThat(client.recover(CHANNEL, 1, epoch).getBoolean("recovered")).isTrue();
        client.assertSilent();
    }

    // ---- bad input

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"type\":\"dance\"}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"events:nothing\"]}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"other:session_started\"]}",
                "{\"type\":\"unsubscribe\",\"subscriptions\":[\"events:session_started\"]}",
                "{\"type\":\"connect\",\"token\":\"x\"}",
                "{\"type\":\"refresh\",\"token\":\"x\"}"
            })
    void shouldAnswerAProblemAndGoOnWhenAFrameIsRefused(String frame) {
        Client client = open(token());

        client.send(frame);

        JsonObject problem = client.problem();
        assertThat(problem.getString("type")).startsWith("https://mnemesh.io/problems/");
        assertThat(problem.getInteger("status")).isBetween(400, 422);
        client.assertSilent();
    }

    @Test
    void shouldRefuseABinaryFrame() {
        Client client = open(token());

        client.sendBinary((byte) 1, (byte) 2);

        assertThat(client.problem().getInteger("status")).isEqualTo(400);
        client.assertSilent();
    }

    @Test
    void shouldRefuseASecondSubscriptionOfAChannel() {
        Client client = open(token());
        client.subscribe(CHANNEL);

        client.send("{\"type\":\"subscribe\",\"id\":6,\"subscriptions\":[\"" + CHANNEL + "\"]}");

        JsonObject error = client.next("error");
        assertThat(error.getInteger("id")).isEqualTo(6);
        assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(409);
    }

    @Test
    void shouldCloseWhenTooManyFramesAreRefused() {
        Client client = open(token());
        var random = new Random(3);

        for (int i = 0; i < 30; i++) {
            client.sendBlindly(Long.toString(random.nextLong(), 36));
        }

        assertThat(client.awaitClose()).isEqualTo(4400);
    }

    @Test
    void shouldRefuseAFrameThatIsTooLarge() {
        Client client = open(token());

        client.send("x".repeat(70_000));

        assertThat(client.problem().getInteger("status")).isEqualTo(413);
        client.assertSilent();
    }

    @Test
    void shouldRefuseAMessageWhoseFragmentsAreFarTooLarge() {
        Client client = open(token());

        client.sendBlindly("x".repeat(2_000_000));

        assertThat(client.problem().getInteger("status")).isEqualTo(413);
    }

    @Test
    void shouldRefuseTextThatIsNotUtf8() {
        var answers = new LinkedBlockingQueue<JsonObject>();
        var socket = vertx.createWebSocketClient().webSocket();
        socket.textMessageHandler(text -> answers.add(new JsonObject(text)));
        socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port())
                        .setURI("/ws/realtime")
                        .putHeader("Authorization", "Bearer " + token()))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        socket.writeFrame(WebSocketFrame.textFrame("{", false));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(new byte[] {(byte) 0xC3, '('}), true));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> answers.stream()
                        .anyMatch(frame -> frame.getString("type").equals("error")
                                && frame.getJsonObject("problem").getInteger("status") == 400));
        assertThat(socket.isClosed()).isFalse();
        socket.close();
    }

    @Test
    void shouldTakeAFrameInFragments() {
        Client client = open(token());

        client.sendPart("{\"type\":", false);
        client.sendPart("\"ping\"}", true);

        client.next("pong");
    }

    private Client open(String token) {
        Client client = Client.open(port(), token);
        clients.add(client);
        return client;
    }

    private int port() {
        return RestAssured.port;
    }

    private String token() {
        return TestTokens.of(tenant, "ana");
    }

    private void channel(String id) {
        byte[] payload =
                ("{\"event\":\"session_started\",\"eventId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        log.publish(new ChannelId(new TenantId(tenant), CHANNEL), id, payload)
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private void publish(MeshEvent<?>... published) {
        events.publish(List.of(published)).await().atMost(Duration.ofSeconds(10));
    }

    private static List<Long> offsets(List<JsonObject> events) {
        return events.stream().map(event -> event.getLong("offset")).toList();
    }
}
