package io.mnemesh.realtime.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.hub.Traffic;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels as plain server-sent events: the bytes an {@code EventSource} reads. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@TestProfile(EventStreamTest.Beating.class)
class EventStreamTest {

    private static final String CHANNEL = "events:session_started";
    private static final String OTHER = "events:session_ended";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Heartbeats come soon. */
    public static class Beating implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mnemesh.realtime.connection.heartbeat", "1s");
        }
    }

    @Inject
    ChannelLog log;

    @Inject
    Traffic traffic;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<LineStream> streams = new ArrayList<>();

    @AfterEach
    void close() {
        streams.forEach(LineStream::close);
    }

    @Test
    void shouldSendFramesAsEventsThatNameTheirPlace() {
        LineStream stream = open("channel=" + CHANNEL);
        String epoch = subscribed(stream).getJsonObject(CHANNEL).getString("epoch");

        publish(CHANNEL, "id-1");

        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
        assertThat(next(stream)).isEqualTo("id: " + CHANNEL + "@" + epoch + ":1");
        assertThat(next(stream))
                .isEqualTo("data: {\"type\":\"event\",\"channel\":\"events:session_started\",\"offset\":1,"
                        + "\"event\":\"test\",\"eventId\":\"id-1\"}");
    }

    @Test
    void shouldTakeTheTokenOfTheHeader() {
        LineStream stream = keep(
                LineStream.get(port(), "/connection/events?channel=" + CHANNEL, "Authorization", "Bearer " + token()));

        assertThat(subscribed(stream).getMap()).containsOnlyKeys(CHANNEL);
    }

    @Test
    void shouldGoOnBehindTheLastEvent() {
        publish(CHANNEL, "id-1");
        LineStream first = open("channel=" + CHANNEL);
        subscribed(first);
        publish(CHANNEL, "id-2");
        String last = next(first).substring("id: ".length());
        first.close();
        publish(CHANNEL, "id-3");

        LineStream again = keep(LineStream.get(port(), path("channel=" + CHANNEL), "Last-Event-ID", last));

        assertThat(next(again)).isEqualTo("id: " + last);
        JsonObject entry = new JsonObject(data(again)).getJsonObject("subscriptions");
        assertThat(entry.getJsonObject(CHANNEL).getBoolean("recovered")).isTrue();
        assertThat(next(again)).endsWith(":3");
        assertThat(new JsonObject(data(again)).getString("eventId")).isEqualTo("id-3");
    }

    @Test
    void shouldKeepTheirPlaceInSeveralChannels() {
        String both = "channel=" + CHANNEL + "&channel=" + OTHER;
        LineStream first = open(both);
        JsonObject entries = subscribed(first);
        publish(CHANNEL, "id-1");
        data(first);
        publish(OTHER, "id-2");
        String last = next(first).substring("id: ".length());
        first.close();
        publish(CHANNEL, "id-3");

        LineStream again = open(both + "&lastEventId=" + last.replace(" ", "%20"));

        assertThat(last)
                .isEqualTo(CHANNEL + "@" + entries.getJsonObject(CHANNEL).getString("epoch") + ":1 " + OTHER + "@"
                        + entries.getJsonObject(OTHER).getString("epoch") + ":1");
        assertThat(subscribed(again).getJsonObject(OTHER).getBoolean("recovered"))
                .isTrue();
        assertThat(new JsonObject(data(again)).getString("eventId")).isEqualTo("id-3");
    }

    @Test
    void shouldAnnounceWhatIsLost() {
        publish(CHANNEL, "id-1");
        LineStream stream =
                keep(LineStream.get(port(), path("channel=" + CHANNEL), "Last-Event-ID", CHANNEL + "@another-epoch:7"));

        assertThat(subscribed(stream).getJsonObject(CHANNEL).getBoolean("recovered"))
                .isFalse();
        JsonObject gap = new JsonObject(data(stream));
        assertThat(gap.getString("type")).isEqualTo("gap");
        assertThat(gap.getString("reason")).isEqualTo("epoch_changed");
        assertThat(gap.getJsonObject("to").getLong("offset")).isZero();
        assertThat(new JsonObject(data(stream)).getString("eventId")).isEqualTo("id-1");
    }

    @Test
    void shouldSendHeartbeatsWithoutHearingAnything() {
        LineStream stream = open("channel=" + CHANNEL);
        subscribed(stream);

        assertThat(next(stream)).isEqualTo(":");
        assertThat(next(stream)).isEqualTo(":");
    }

    @Test
    void shouldForgetAStreamThatIsCutOff() {
        LineStream stream = open("channel=" + CHANNEL);
        subscribed(stream);
        assertThat(connections()).isEqualTo(1);

        stream.close();
        publish(CHANNEL, "id-1");

        await().atMost(PATIENCE).until(() -> connections() == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "'',422,invalid-value",
        "channel=events:session_started&channel=events:session_started,422,invalid-value",
        "channel=events:nothing,404,not-found",
        "channel=closed:a,403,forbidden",
        "channel=events:session_started&lastEventId=nonsense,422,invalid-value",
        "channel=events:session_started&lastEventId=a@b:-1,422,invalid-value"
    })
    void shouldRefuseBeforeTheStreamBegins(String query, int status, String problem) {
        given().urlEncodingEnabled(false)
                .get(path(query))
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/" + problem));
    }

    @Test
    void shouldRefuseWithoutAGoodToken() {
        given().get("/connection/events?channel=" + CHANNEL).then().statusCode(401);
        given().get("/connection/events?channel=" + CHANNEL + "&access_token=nonsense")
                .then()
                .statusCode(401);
        given().get("/connection/events?channel=" + CHANNEL + "&access_token=" + TestTokens.expired(tenant, "ana"))
                .then()
                .statusCode(401)
                .body("reason", equalTo("token_expired"));
    }

    private LineStream open(String query) {
        return keep(LineStream.get(port(), path(query)));
    }

    /** What the first event says of the channels. */
    private JsonObject subscribed(LineStream stream) {
        assertThat(next(stream)).startsWith("id: ");
        var frame = new JsonObject(data(stream));
        assertThat(frame.getString("type")).isEqualTo("subscribed");
        return frame.getJsonObject("subscriptions");
    }

    /** The next line that is not empty. */
    private static String next(LineStream stream) {
        String line = stream.next();
        return line.isEmpty() ? stream.next() : line;
    }

    /** The data of the next event. */
    private static String data(LineStream stream) {
        while (true) {
            String line = stream.next();
            if (line.startsWith("data: ")) {
                return line.substring("data: ".length());
            }
        }
    }

    private String path(String query) {
        return "/connection/events?" + query + (query.isEmpty() ? "" : "&") + "access_token=" + token();
    }

    private String token() {
        return TestTokens.of(tenant, "ana");
    }

    private long connections() {
        return traffic.of(new TenantId(tenant)).snapshot().connections();
    }

    private LineStream keep(LineStream stream) {
        streams.add(stream);
        return stream;
    }

    private static int port() {
        return RestAssured.port;
    }

    private void publish(String channel, String id) {
        byte[] payload = ("{\"event\":\"test\",\"eventId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        log.publish(new ChannelId(new TenantId(tenant), channel), id, payload)
                .await()
                .atMost(PATIENCE);
    }
}
