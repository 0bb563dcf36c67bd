package io.mnemesh.realtime.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.backbone.Backbone;
import io.mnemesh.realtime.centrifuge.Emulation;
import io.mnemesh.realtime.centrifuge.EmulationRequest;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.hub.Traffic;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP transports of the Centrifuge protocol as bytes; the client of npm shows that they are those it expects. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeStreamTest {

    private static final String CHANNEL = "events:session_started";
    private static final String STREAM = "/connection/http_stream";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    ChannelLog log;

    @Inject
    Traffic traffic;

    @Inject
    Vertx vertx;

    @Inject
    RedisLines redis;

    @Inject
    Backbone backbone;

    @Inject
    MeshInstance instance;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<LineStream> streams = new ArrayList<>();

    @AfterEach
    void close() {
        streams.forEach(LineStream::close);
    }

    @Test
    void shouldStreamLinesAndTakeCommandsInRequestsOfTheirOwn() {
        LineStream stream = keep(LineStream.post(port(), STREAM, connect()));
        JsonObject connected = result(stream, 1, "connect");

        emulate(connected, "{\"id\":2,\"subscribe\":{\"channel\":\"" + CHANNEL + "\"}}", 204);
        JsonObject subscribed = result(stream, 2, "subscribe");
        publish("id-1");

        assertThat(stream.header("Content-Type")).isEqualTo("application/json");
        assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
        assertThat(connected.getString("node")).isEqualTo(instance.id());
        assertThat(connected.getString("client")).isNotEqualTo(connected.getString("session"));
        assertThat(subscribed.getBoolean("recoverable")).isTrue();
        assertThat(stream.next())
                .isEqualTo("{\"push\":{\"channel\":\"events:session_started\",\"pub\":{\"data\":"
                        + "{\"event\":\"session_started\",\"eventId\":\"id-1\"},\"offset\":1}}}");
    }

    @Test
    void shouldSendEvents() {
        LineStream stream = keep(LineStream.getWith(port(), "/connection/sse", "cf_connect", connect()));
        String first = stream.next();
        JsonObject connected = new JsonObject(first.substring("data: ".length())).getJsonObject("connect");

        emulate(connected, "{\"id\":2,\"ping\":{}}", 204);

        assertThat(first).startsWith("data: {\"id\":1,\"connect\":{");
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.next()).isEmpty();
        assertThat(stream.next()).isEqualTo("data: {\"id\":2,\"ping\":{}}");
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void shouldTakeCommandsThatCameToAnotherNode() {
        LineStream stream = keep(LineStream.post(port(), STREAM, connect()));
        JsonObject connected = result(stream, 1, "connect");
        var other = new EmulatedSessions(vertx, redis, backbone, MeshInstance.of("realtime"));
        try {
            Boolean delivered = other.deliver(request(connected, "{\"id\":2,\"ping\":{}}"))
                    .await()
                    .atMost(PATIENCE);

            assertThat(delivered).isTrue();
            assertThat(result(stream, 2, "ping")).isEmpty();
        } finally {
            other.close();
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchNode() {
        for (String node : List.of("realtime-0123456789abcdef", "*", "")) {
            given().contentType("application/json")
                    .body(body(UUID.randomUUID().toString(), node, "{}").encode())
                    .post("/emulation")
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("detail", equalTo("There is no such node; connect anew."));
        }
    }

    @Test
    void shouldDropCommandsForASessionThatIsOver() {
        given().contentType("application/json")
                .body(body(UUID.randomUUID().toString(), instance.id(), "{}").encode())
                .post("/emulation")
                .then()
                .statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"session\":1,\"node\":\"a\",\"data\":\"{}\"}"})
    void shouldRefuseARequestThatIsNoneOfTheProtocol(String body) {
        given().contentType("application/json")
                .body(body)
                .post("/emulation")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/malformed-request"));
    }

    @Test
    void shouldRefuseCommandsThatAreTooLarge() {
        String large = "x".repeat(70_000);
        given().contentType("application/json")
                .body(body(UUID.randomUUID().toString(), instance.id(), large).encode())
                .post("/emulation")
                .then()
                .statusCode(413);
        given().body(large).post(STREAM).then().statusCode(413);
    }

    @Test
    void shouldRefuseAWrongTokenOfTheHeader() {
        given().auth()
                .oauth2("nonsense")
                .body(connect())
                .post(STREAM)
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void shouldSayWhyItEndsAndEnd() {
        LineStream stream = keep(LineStream.post(port(), STREAM, "{\"id\":1,\"connect\":{\"token\":\"nonsense\"}}"));

        assertThat(stream.next()).isEqualTo("{\"push\":{\"disconnect\":{\"code\":3500,\"reason\":\"invalid token\"}}}");
        stream.awaitEnd();
    }

    @Test
    void shouldForgetAStreamThatIsCutOff() {
        LineStream stream = LineStream.post(port(), STREAM, connect());
        result(stream, 1, "connect");
        assertThat(connections()).isEqualTo(1);

        stream.close();

        await().atMost(PATIENCE).until(() -> connections() == 0);
    }

    private long connections() {
        return traffic.of(new TenantId(tenant)).snapshot().connections();
    }

    private void emulate(JsonObject connected, String commands, int status) {
        given().contentType("application/json")
                .body(body(connected.getString("session"), connected.getString("node"), commands)
                        .encode())
                .post("/emulation")
                .then()
                .statusCode(status);
    }

    private static JsonObject body(String session, String node, String data) {
        return new JsonObject().put("session", session).put("node", node).put("data", data);
    }

    private static EmulationRequest request(JsonObject connected, String commands) {
        return new EmulationRequest(
                new Emulation(connected.getString("session"), connected.getString("node")),
                commands.getBytes(StandardCharsets.UTF_8));
    }

    /** The result in the next line, which has to be the reply with this id. */
    private static JsonObject result(LineStream stream, int id, String method) {
        var reply = new JsonObject(stream.next());
        assertThat(reply.getInteger("id")).as("id of %s", reply).isEqualTo(id);
        assertThat(reply.getJsonObject(method)).as("result in %s", reply).isNotNull();
        return reply.getJsonObject(method);
    }

    private String connect() {
        return "{\"id\":1,\"connect\":{\"token\":\"" + TestTokens.of(tenant, "ana") + "\"}}";
    }

    private LineStream keep(LineStream stream) {
        streams.add(stream);
        return stream;
    }

    private static int port() {
        return RestAssured.port;
    }

    private void publish(String id) {
        byte[] payload =
                ("{\"event\":\"session_started\",\"eventId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        log.publish(new ChannelId(new TenantId(tenant), CHANNEL), id, payload)
                .await()
                .atMost(PATIENCE);
    }
}
