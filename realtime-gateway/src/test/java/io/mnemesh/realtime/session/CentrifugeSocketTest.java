package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeSocketTest {

    private static final String CHANNEL = "events:session_started";

    @Inject
    Vertx vertx;

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<CentrifugeClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(CentrifugeClient::close);
    }

    // ---- connect and refresh

    @Test
    void shouldConnectWithTheTokenOfTheCommand() {
        CentrifugeClient client = open();

        JsonObject result = client.call("connect", new JsonObject().put("token", token()));

        assertThat(result.getString("client")).isNotBlank();
        assertThat(result.getBoolean("expires")).isTrue();
        assertThat(result.getInteger("ttl")).isBetween(800, 870);
        assertThat(result.getInteger("ping")).isEqualTo(25);
        assertThat(result.getBoolean("pong")).isTrue();
        client.assertSilent();
    }

    @Test
    void shouldConnectWithTheTokenOfTheHeader() {
        CentrifugeClient client = keep(CentrifugeClient.openWithHeader(port(), token()));

        client.call("connect", new JsonObject());

        client.subscribe(CHANNEL);
    }

    @Test
    void shouldAskForATokenWhenNoneCame() {
        CentrifugeClient client = open();

        assertThat(client.failure("connect", new JsonObject())).isEqualTo(101);

        client.call("connect", new JsonObject().put("token", token()));
    }

    @Test
    void shouldAskForANewTokenWhenTheTokenHasExpired() {
        CentrifugeClient client = open();

        assertThat(client.failure("connect", new JsonObject().put("token", TestTokens.expired(tenant, "ana"))))
                .isEqualTo(109);

        client.call("connect", new JsonObject().put("token", token()));
    }

    @Test
    void shouldEndForGoodWhenTheTokenIsWrong() {
        CentrifugeClient client = open();

        client.send("{\"id\":1,\"connect\":{\"token\":\"nonsense\"}}");

        assertThat(client.awaitClose()).isEqualTo(3500);
        assertThat(client.closeReason()).isEqualTo("invalid token");
    }

    @Test
    void shouldRefreshTheToken() {
        CentrifugeClient client =
                keep(CentrifugeClient.connected(port(), TestTokens.lasting(tenant, "ana", lasts(60))));

        JsonObject result = client.call("refresh", new JsonObject().put("token", token()));

        assertThat(result.getBoolean("expires")).isTrue();
        assertThat(result.getInteger("ttl")).isBetween(800, 870);
    }

    @Test
    void shouldEndForGoodWhenTheRefreshIsForSomebodyElse() {
        CentrifugeClient client = connected();

        client.send("{\"id\":2,\"refresh\":{\"token\":\"" + TestTokens.of("other", "ana") + "\"}}");

        assertThat(client.awaitClose()).isEqualTo(3500);
    }

    @Test
    void shouldEndWhenTheTokenOfARefreshHasExpired() {
        CentrifugeClient client = connected();

        client.send("{\"id\":2,\"refresh\":{\"token\":\"" + TestTokens.expired(tenant, "ana") + "\"}}");

        assertThat(client.awaitClose()).isEqualTo(3005);
    }

    @Test
    @Tag("slow")
    void shouldEndWithTheToken() {
        CentrifugeClient client = keep(CentrifugeClient.connected(port(), TestTokens.lasting(tenant, "ana", lasts(2))));

        assertThat(client.awaitClose()).isEqualTo(3005);
        assertThat(client.closeReason()).isEqualTo("connection expired");
    }

    // ---- batches

    @Test
    void shouldAnswerABatchInOneFrameAndTheChannelsAfterIt() {
        CentrifugeClient client = open();

        client.sendTogether(
                "{\"id\":1,\"connect\":{\"token\":\"" + token() + "\"}}",
                "{\"id\":2,\"ping\":{}}",
                "",
                "{\"id\":3,\"rpc\":{\"method\":\"sum\",\"data\":{}}}",
                "{\"id\":4,\"subscribe\":{\"channel\":\"" + CHANNEL + "\"}}");

        List<String> batch = client.frame().lines().toList();
        assertThat(batch).hasSize(3);
        assertThat(batch.getFirst()).startsWith("{\"id\":1,\"connect\":{");
        assertThat(batch.get(1)).isEqualTo("{\"id\":2,\"ping\":{}}");
        assertThat(batch.getLast()).isEqualTo("{\"id\":3,\"error\":{\"code\":104,\"message\":\"method not found\"}}");
        assertThat(client.next().getJsonObject("subscribe").getBoolean("recoverable"))
                .isTrue();
    }

    // ---- channels

    @Test
    void shouldPushWhatIsPublished() {
        CentrifugeClient client = connected();
        JsonObject subscribed = client.subscribe(CHANNEL);

        publish("id-1");

        assertThat(subscribed.getBoolean("positioned")).isTrue();
        assertThat(subscribed.getBoolean("recoverable")).isTrue();
        assertThat(subscribed.getLong("offset")).isZero();
        assertThat(subscribed.getString("epoch")).isNotBlank();
        assertThat(subscribed.containsKey("was_recovering")).isFalse();
        assertThat(client.frame())
                .isEqualTo(
                        "{\"push\":{\"channel\":\"events:session_started\",\"pub\":{\"data\":{\"event\":\"session_started\","
                                + "\"eventId\":\"id-1\"},\"offset\":1}}}");
    }

    @Test
    void shouldStopWhenUnsubscribed() {
        CentrifugeClient client = connected();
        client.subscribe(CHANNEL);

        assertThat(client.call("unsubscribe", new JsonObject().put("channel", CHANNEL)))
                .isEmpty();
        publish("id-1");

        client.assertSilent();
        assertThat(client.call("unsubscribe", new JsonObject().put("channel", CHANNEL)))
                .isEmpty();
        assertThat(client.subscribe(CHANNEL).getLong("offset")).isEqualTo(1);
    }

    @Test
    void shouldAnswerASubscribeThatIsTakenBackAtOnce() {
        CentrifugeClient client = connected();

        client.sendTogether(
                "{\"id\":2,\"subscribe\":{\"channel\":\"events:alert_raised\",\"recover\":true,\"epoch\":\"e\"}}",
                "{\"id\":3,\"unsubscribe\":{\"channel\":\"events:alert_raised\"}}");

        JsonObject first = client.next();
        assertThat(first.getInteger("id")).isEqualTo(2);
        assertThat(first.getJsonObject("error").getBoolean("temporary")).isTrue();
        assertThat(client.next().getInteger("id")).isEqualTo(3);
        client.assertSilent();
    }

    @Test
    void shouldKeepTenantsApart() {
        CentrifugeClient mine = connected();
        CentrifugeClient theirs = keep(CentrifugeClient.connected(port(), TestTokens.of(tenant + "-x", "bob")));
        mine.subscribe(CHANNEL);
        theirs.subscribe(CHANNEL);

        publish("id-1");

        assertThat(mine.push(CHANNEL).getJsonObject("pub").getLong("offset")).isEqualTo(1);
        theirs.assertSilent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "subscribe|{\"channel\":\"events:nothing\"}|102",
                "subscribe|{\"channel\":\"events:session_started\",\"tf\":{\"key\":\"a\"}}|107",
                "subscribe|{\"channel\":\"events:session_started\",\"type\":1}|108",
                "publish|{\"channel\":\"events:nothing\",\"data\":{}}|102",
                "publish|{\"channel\":\"events:session_started\",\"data\":{}}|103",
                "presence|{\"channel\":\"events:session_started\"}|108",
                "presence|{\"channel\":\"events:nothing\"}|102",
                "presence_stats|{\"channel\":\"events:session_started\"}|108",
                "sub_refresh|{\"channel\":\"events:session_started\",\"token\":\"x\"}|108",
                "history|{\"channel\":\"events:nothing\"}|102",
                "rpc|{\"method\":\"sum\",\"data\":{}}|104",
                "dance|{\"channel\":\"events:session_started\"}|104"
            })
    void shouldAnswerAnErrorAndGoOn(String method, String request, int code) {
        CentrifugeClient client = connected();

        assertThat(client.failure(method, new JsonObject(request))).isEqualTo(code);

        client.assertSilent();
    }

    @Test
    void shouldRefuseASecondSubscriptionOfAChannel() {
        CentrifugeClient client = connected();
        client.subscribe(CHANNEL);

        assertThat(client.failure("subscribe", new JsonObject().put("channel", CHANNEL)))
                .isEqualTo(105);
    }

    @Test
    void shouldTakeMessagesAndPongsWithoutAnAnswer() {
        CentrifugeClient client = connected();

        client.sendTogether("{}", "{\"send\":{\"data\":{}}}", "{}");

        client.assertSilent();
    }

    // ---- recovery

    @Test
    void shouldBringExactlyWhatWasMissed() {
        String epoch = epoch();
        IntStream.rangeClosed(1, 400).forEach(i -> publish("id-" + i));

        CentrifugeClient client = connected();
        JsonObject subscribed = client.recover(CHANNEL, 10, epoch);
        JsonArray first = subscribed.getJsonArray("publications");
        List<Long> offsets = new ArrayList<>(offsets(first));
        client.publications(CHANNEL, 390 - first.size())
                .forEach(publication -> offsets.add(publication.getLong("offset")));
        publish("id-401");

        assertThat(subscribed.getBoolean("was_recovering")).isTrue();
        assertThat(subscribed.getBoolean("recovered")).isTrue();
        assertThat(subscribed.getLong("offset")).isEqualTo(10);
        assertThat(subscribed.getString("epoch")).isEqualTo(epoch);
        assertThat(first).hasSize(256);
        assertThat(first.getJsonObject(0).getJsonObject("data").getString("eventId"))
                .isEqualTo("id-11");
        assertThat(offsets)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 400).boxed().toList());
        assertThat(client.push(CHANNEL).getJsonObject("pub").getLong("offset")).isEqualTo(401);
        client.assertSilent();
    }

    @Test
    void shouldSayRecoveredWhenNothingWasMissed() {
        String epoch = epoch();
        publish("id-1");

        CentrifugeClient client = connected();
        JsonObject subscribed = client.recover(CHANNEL, 1, epoch);

        assertThat(subscribed.getBoolean("recovered")).isTrue();
        assertThat(subscribed.getLong("offset")).isEqualTo(1);
        assertThat(subscribed.containsKey("publications")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 1005", "0, 3", "17, 3"})
    void shouldSayNotRecoveredWhenSomethingIsLost(long offset, int published) {
        String epoch = published > 1000 ? epoch() : "an-epoch-of-before";
        IntStream.rangeClosed(1, published).forEach(i -> publish("id-" + i));

        CentrifugeClient client = connected();
        JsonObject subscribed = client.recover(CHANNEL, offset, epoch);
        publish("last");

        assertThat(subscribed.getBoolean("was_recovering")).isTrue();
        assertThat(subscribed.containsKey("recovered")).isFalse();
        assertThat(subscribed.containsKey("publications")).isFalse();
        assertThat(subscribed.getLong("offset")).isEqualTo(published);
        assertThat(client.push(CHANNEL).getJsonObject("pub").getLong("offset")).isEqualTo(published + 1);
    }

    @Test
    void shouldRefuseASubscriptionThatLostSomethingWhenTheClientSaysSo() {
        publish("id-1");
        CentrifugeClient client = connected();

        int code = client.failure(
                "subscribe",
                CentrifugeClient.recovery(CHANNEL, 17, "an-epoch-of-before").put("flag", 3));

        assertThat(code).isEqualTo(112);
        client.subscribe(CHANNEL);
    }

    @Test
    void shouldEndASubscriptionWhosePositionIsLost() {
        CentrifugeClient client = connected();
        String epoch = client.subscribe(CHANNEL).getString("epoch");
        publish("id-1");
        client.publications(CHANNEL, 1);

        log.renew(channel(), epoch).await().atMost(Duration.ofSeconds(10));
        publish("id-2");
        JsonObject push = client.push(CHANNEL);
        publish("id-3");

        assertThat(push.getJsonObject("unsubscribe").getInteger("code")).isEqualTo(2500);
        assertThat(push.getJsonObject("unsubscribe").getString("reason")).isEqualTo("insufficient state");
        client.assertSilent();
        JsonObject again = client.recover(CHANNEL, 1, epoch);
        assertThat(again.getBoolean("was_recovering")).isTrue();
        assertThat(again.containsKey("recovered")).isFalse();
        assertThat(again.getString("epoch")).isNotEqualTo(epoch);
        publish("id-4");
        assertThat(client.push(CHANNEL).getJsonObject("pub").getLong("offset")).isEqualTo(again.getLong("offset") + 1);
    }

    // ---- history

    @Test
    void shouldReadTheHistory() {
        String epoch = epoch();
        IntStream.rangeClosed(1, 300).forEach(i -> publish("id-" + i));
        CentrifugeClient client = connected();

        JsonObject position = client.call("history", history(0));
        JsonObject oldest = client.call("history", history(2));
        JsonObject all = client.call("history", history(-1));
        JsonObject behind = client.call("history", history(3).put("since", position(7, epoch)));
        JsonObject newest = client.call("history", history(3).put("reverse", true));
        JsonObject before =
                client.call("history", history(3).put("reverse", true).put("since", position(3, epoch)));
        JsonObject end = client.call("history", history(3).put("since", position(300, epoch)));

        assertThat(position.getLong("offset")).isEqualTo(300);
        assertThat(position.getString("epoch")).isEqualTo(epoch);
        assertThat(position.getJsonArray("publications")).isEmpty();
        assertThat(offsets(oldest.getJsonArray("publications"))).containsExactly(1L, 2L);
        assertThat(offsets(all.getJsonArray("publications")))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 256).boxed().toList());
        assertThat(offsets(behind.getJsonArray("publications"))).containsExactly(8L, 9L, 10L);
        assertThat(offsets(newest.getJsonArray("publications"))).containsExactly(300L, 299L, 298L);
        assertThat(offsets(before.getJsonArray("publications"))).containsExactly(2L, 1L);
        assertThat(end.getJsonArray("publications")).isEmpty();
    }

    @Test
    void shouldSayThatTheHistoryDoesNotReachBack() {
        String epoch = epoch();
        publish("id-1");
        CentrifugeClient client = connected();

        assertThat(client.failure("history", history(3).put("since", position(1, "another"))))
                .isEqualTo(112);
        assertThat(client.failure("history", history(3).put("since", position(2, epoch))))
                .isEqualTo(112);
        assertThat(client.failure("history", history(3).put("reverse", true).put("since", position(1, "another"))))
                .isEqualTo(112);
    }

    // ---- bad input

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "{",
                "[]",
                "{\"id\":2,\"ping\":{}} {\"id\":3,\"ping\":{}}",
                "{\"ping\":{}}",
                "{\"id\":-1,\"ping\":{}}",
                "{\"id\":2,\"subscribe\":{}}",
                "{\"id\":2,\"subscribe\":\"events:session_started\"}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"events:session_started\",\"offset\":-1}}",
                "{\"id\":2,\"connect\":{\"token\":\"x\"}}",
                "{\"id\":2,\"ping\":{}}\n{"
            })
    void shouldEndForGoodWhenAFrameIsBad(String frame) {
        CentrifugeClient client = connected();

        client.send(frame);

        assertThat(client.awaitClose()).isEqualTo(3501);
        assertThat(client.closeReason()).isEqualTo("bad request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":1,\"ping\":{}}", "{\"id\":1,\"subscribe\":{\"channel\":\"events:a\"}}"})
    void shouldEndForGoodWhenACommandComesBeforeConnect(String command) {
        CentrifugeClient client = open();

        client.send(command);

        assertThat(client.awaitClose()).isEqualTo(3501);
    }

    @Test
    void shouldEndForGoodWhenAFrameIsBinary() {
        CentrifugeClient client = connected();

        client.sendBinary((byte) 1, (byte) 2);

        assertThat(client.awaitClose()).isEqualTo(3501);
    }

    @ParameterizedTest
    @ValueSource(ints = {70_000, 2_000_000})
    void shouldEndWhenAFrameIsTooLarge(int size) {
        CentrifugeClient client = connected();

        client.sendBlindly("x".repeat(size));

        assertThat(client.awaitClose()).isEqualTo(1009);
    }

    @Test
    void shouldEndForGoodWhenTextIsNotUtf8() throws Exception {
        var closed = new CompletableFuture<Short>();
        var socket = vertx.createWebSocketClient().webSocket();
        socket.closeHandler(done -> closed.complete(socket.closeStatusCode()));
        socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port())
                        .setURI("/connection/websocket"))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        socket.writeFrame(WebSocketFrame.textFrame("{", false));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(new byte[] {(byte) 0xC3, '('}), true));

        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo((short) 3501);
    }

    // ----

    /** The channel's epoch. */
    private String epoch() {
        return log.position(channel()).await().atMost(Duration.ofSeconds(10)).epoch();
    }

    private static JsonObject history(int limit) {
        return new JsonObject().put("channel", CHANNEL).put("limit", limit);
    }

    private static JsonObject position(long offset, String epoch) {
        return new JsonObject().put("offset", offset).put("epoch", epoch);
    }

    private static List<Long> offsets(JsonArray publications) {
        return IntStream.range(0, publications.size())
                .mapToObj(i -> publications.getJsonObject(i).getLong("offset"))
                .toList();
    }

    private static Duration lasts(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private CentrifugeClient connected() {
        return keep(CentrifugeClient.connected(port(), token()));
    }

    private CentrifugeClient open() {
        return keep(CentrifugeClient.open(port()));
    }

    private CentrifugeClient keep(CentrifugeClient client) {
        clients.add(client);
        return client;
    }

    private int port() {
        return RestAssured.port;
    }

    private String token() {
        return TestTokens.of(tenant, "ana");
    }

    private ChannelId channel() {
        return new ChannelId(new TenantId(tenant), CHANNEL);
    }

    private void publish(String id) {
        byte[] payload =
                ("{\"event\":\"session_started\",\"eventId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        log.publish(channel(), id, payload).await().atMost(Duration.ofSeconds(10));
    }
}
