package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mnemesh.embedded.OptionalTool;
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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service under the client of npm, if {@code ./mnemesh tools centrifuge-client} got it. */
@Tag("slow")
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeClientTest {

    private static final String CHANNEL = "events:session_started";
    private static final String ANA = "ana";

    @Inject
    ChannelLog log;

    @Inject
    EventPublisher events;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private NodeClients clients;

    @BeforeEach
    void start() throws IOException {
        Optional<Path> folder = OptionalTool.folder("centrifuge-client");
        assumeThat(folder).as("./mnemesh tools centrifuge-client").isPresent();
        clients = new NodeClients(folder.orElseThrow(), RestAssured.port);
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (clients != null) {
            clients.stop();
        }
    }

    @Test
    void shouldShowAnEventOfTheMesh() {
        connect();
        JsonObject subscribed = subscribe();
        MeshEvent<SessionStarted> event = TestEvents.sessionStarted(tenant);

        events.publish(List.of(event)).await().atMost(Duration.ofSeconds(10));

        JsonObject publication = clients.next(ANA, "publication");
        assertThat(subscribed.getBoolean("positioned")).isTrue();
        assertThat(subscribed.getBoolean("recoverable")).isTrue();
        assertThat(subscribed.getBoolean("wasRecovering")).isFalse();
        assertThat(publication.getLong("offset")).isEqualTo(1);
        assertThat(publication.getJsonObject("data").getString("event")).isEqualTo("session_started");
        assertThat(publication.getJsonObject("data").getString("eventId"))
                .isEqualTo(event.id().toString());
        assertThat(publication.getJsonObject("data").getJsonObject("data").getString("sessionId"))
                .isEqualTo("session-1");
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheSocketIsDropped() {
        connect();
        subscribe();
        publish(1, 3);
        assertThat(offsets(clients.next(ANA, "publication", 3))).containsExactly(1L, 2L, 3L);

        act("drop", new JsonObject());
        publish(4, 400);
        act("comeBack", new JsonObject());
        JsonObject subscribed = clients.await(ANA, "subscribed");
        List<JsonObject> missed = clients.next(ANA, "publication", 397);
        publish(401, 401);

        assertThat(subscribed.getBoolean("wasRecovering")).isTrue();
        assertThat(subscribed.getBoolean("recovered")).isTrue();
        assertThat(offsets(missed))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(4, 400).boxed().toList());
        assertThat(missed.getLast().getJsonObject("data").getString("eventId")).isEqualTo("id-400");
        assertThat(clients.next(ANA, "publication").getLong("offset")).isEqualTo(401);
    }

    @Test
    void shouldGoOnAfterTheClientWasToldThatItsPositionIsLost() {
        connect();
        String epoch = subscribe().getString("epoch");
        publish(1, 1);
        clients.next(ANA, "publication");

        log.renew(channel(), epoch).await().atMost(Duration.ofSeconds(10));
        publish(2, 2);
        JsonObject subscribing = clients.next(ANA, "subscribing");
        JsonObject subscribed = clients.next(ANA, "subscribed");
        publish(3, 3);

        assertThat(subscribing.getInteger("code")).isEqualTo(2500);
        assertThat(subscribed.getBoolean("wasRecovering")).isTrue();
        assertThat(subscribed.getBoolean("recovered")).isFalse();
        assertThat(subscribed.getString("epoch")).isNotEqualTo(epoch);
        assertThat(clients.next(ANA, "publication").getJsonObject("data").getString("eventId"))
                .isEqualTo("id-3");
    }

    @Test
    void shouldStayAwayWhenTheTokenIsWrong() {
        act("connect", new JsonObject().put("token", "nonsense"));

        JsonObject disconnected = clients.next(ANA, "disconnected");

        assertThat(disconnected.getInteger("code")).isEqualTo(3500);
        assertThat(disconnected.getString("reason")).isEqualTo("invalid token");
    }

    @Test
    void shouldComeBackWithANewTokenWhenTheTokenHasExpired() {
        act(
                "connect",
                new JsonObject()
                        .put("token", TestTokens.expired(tenant, ANA))
                        .put("next", new JsonArray().add(token())));

        assertThat(clients.next(ANA, "error").getInteger("code")).isEqualTo(109);
        clients.next(ANA, "token wanted");
        clients.next(ANA, "connected");
    }

    @Test
    void shouldRefreshTheTokenBeforeItEnds() {
        act(
                "connect",
                new JsonObject()
                        .put("token", TestTokens.lasting(tenant, ANA, Duration.ofSeconds(3)))
                        .put(
                                "next",
                                new JsonArray()
                                        .add(TestTokens.lasting(tenant, ANA, Duration.ofSeconds(5)))
                                        .add(token())));

        clients.next(ANA, "connected");
        clients.next(ANA, "token wanted");
        clients.next(ANA, "token wanted");
        subscribe();
    }

    @Test
    void shouldGiveUpAChannelThatIsNotThere() {
        connect();

        act("subscribe", new JsonObject().put("channel", "events:nothing"));

        clients.next(ANA, "subscribing");
        JsonObject unsubscribed = clients.next(ANA, "unsubscribed");
        assertThat(unsubscribed.getInteger("code")).isEqualTo(102);
        assertThat(unsubscribed.getString("reason")).isEqualTo("unknown channel");
        subscribe();
    }

    @Test
    void shouldStopWhenTheClientUnsubscribesAndGoOnWhenItSubscribesAnotherChannel() {
        connect();
        subscribe();

        act("unsubscribe", new JsonObject().put("channel", CHANNEL));
        clients.next(ANA, "unsubscribed");
        publish(1, 2);
        act("subscribe", new JsonObject().put("channel", "events:session_ended"));

        clients.next(ANA, "subscribing");
        assertThat(clients.next(ANA, "subscribed").getString("channel")).isEqualTo("events:session_ended");
    }

    @Test
    void shouldAnswerWhatElseTheClientAsks() {
        connect();
        publish(1, 3);
        var channel = new JsonObject().put("channel", CHANNEL);

        act("history", channel.copy().put("limit", 2));
        JsonObject history = clients.next(ANA, "result").getJsonObject("value");
        act("publish", channel.copy().put("data", new JsonObject()));
        act("presence", channel);
        act("rpc", new JsonObject().put("method", "sum").put("data", new JsonObject()));

        assertThat(history.getLong("offset")).isEqualTo(3);
        assertThat(history.getJsonArray("publications")).hasSize(2);
        assertThat(history.getJsonArray("publications").getJsonObject(0).getLong("offset"))
                .isEqualTo(1);
        assertThat(clients.next(ANA, "failure", 3))
                .extracting(failure -> failure.getInteger("code"))
                .containsExactlyInAnyOrder(103, 108, 104);
    }

    private void connect() {
        act("connect", new JsonObject().put("token", token()));
        clients.next(ANA, "connected");
    }

    private JsonObject subscribe() {
        act("subscribe", new JsonObject().put("channel", CHANNEL));
        clients.next(ANA, "subscribing");
        return clients.next(ANA, "subscribed");
    }

    private void act(String action, JsonObject more) {
        clients.act(ANA, action, more);
    }

    private String token() {
        return TestTokens.of(tenant, ANA);
    }

    private ChannelId channel() {
        return new ChannelId(new TenantId(tenant), CHANNEL);
    }

    private void publish(int first, int last) {
        IntStream.rangeClosed(first, last).forEach(i -> {
            byte[] payload =
                    ("{\"event\":\"session_started\",\"eventId\":\"id-" + i + "\"}").getBytes(StandardCharsets.UTF_8);
            log.publish(channel(), "id-" + i, payload).await().atMost(Duration.ofSeconds(10));
        });
    }

    private static List<Long> offsets(List<JsonObject> publications) {
        return publications.stream()
                .map(publication -> publication.getLong("offset"))
                .toList();
    }
}
