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
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service under the client of npm, if {@code ./mnemesh tools centrifuge-client} got it. */
@Tag("slow")
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeClientTest {

    private static final String CHANNEL = "events:session_started";

    /** One process for all tests, where each has its own client. */
    private static @Nullable NodeClients clients;

    @Inject
    ChannelLog log;

    @Inject
    EventPublisher events;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final String ana = "ana of " + tenant;

    @BeforeEach
    void start() throws IOException {
        Optional<Path> folder = OptionalTool.folder("centrifuge-client");
        assumeThat(folder).as("./mnemesh tools centrifuge-client").isPresent();
        if (clients == null) {
            clients = new NodeClients(folder.orElseThrow(), RestAssured.port);
        }
    }

    @AfterEach
    void leave() {
        if (clients != null) {
            act("disconnect", new JsonObject());
        }
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (clients != null) {
            clients.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowAnEventOfTheMesh(Way way) {
        connect(way);
        JsonObject subscribed = subscribe();
        MeshEvent<SessionStarted> event = TestEvents.sessionStarted(tenant);

        events.publish(List.of(event)).await().atMost(Duration.ofSeconds(10));

        JsonObject publication = clients().next(ana, "publication");
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

    @ParameterizedTest
    @EnumSource
    void shouldLoseAndDoubleNothingWhenTheSocketIsDropped(Way way) {
        connect(way);
        subscribe();
        publish(1, 3);
        assertThat(offsets(clients().next(ana, "publication", 3))).containsExactly(1L, 2L, 3L);

        act("drop", new JsonObject());
        clients().next(ana, "subscribing"); // Until then it may still be told of what is published.
        publish(4, 400);
        act("comeBack", new JsonObject());
        JsonObject subscribed = clients().await(ana, "subscribed");
        List<JsonObject> missed = clients().next(ana, "publication", 397);
        publish(401, 401);

        assertThat(subscribed.getBoolean("wasRecovering")).isTrue();
        assertThat(subscribed.getBoolean("recovered")).isTrue();
        assertThat(offsets(missed))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(4, 400).boxed().toList());
        assertThat(missed.getLast().getJsonObject("data").getString("eventId")).isEqualTo("id-400");
        assertThat(clients().next(ana, "publication").getLong("offset")).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterTheClientWasToldThatItsPositionIsLost(Way way) {
        connect(way);
        String epoch = subscribe().getString("epoch");
        publish(1, 1);
        clients().next(ana, "publication");

        log.renew(channel(), epoch).await().atMost(Duration.ofSeconds(10));
        publish(2, 2);
        JsonObject subscribing = clients().next(ana, "subscribing");
        JsonObject subscribed = clients().next(ana, "subscribed");
        publish(3, 3);

        assertThat(subscribing.getInteger("code")).isEqualTo(2500);
        assertThat(subscribed.getBoolean("wasRecovering")).isTrue();
        assertThat(subscribed.getBoolean("recovered")).isFalse();
        assertThat(subscribed.getString("epoch")).isNotEqualTo(epoch);
        assertThat(clients().next(ana, "publication").getJsonObject("data").getString("eventId"))
                .isEqualTo("id-3");
    }

    @ParameterizedTest
    @EnumSource
    void shouldStayAwayWhenTheTokenIsWrong(Way way) {
        act("connect", way.options().put("token", "nonsense"));

        JsonObject disconnected = clients().next(ana, "disconnected");

        assertThat(disconnected.getInteger("code")).isEqualTo(3500);
        assertThat(disconnected.getString("reason")).isEqualTo("invalid token");
    }

    @Test
    void shouldComeBackWithANewTokenWhenTheTokenHasExpired() {
        act(
                "connect",
                new JsonObject()
                        .put("token", TestTokens.expired(tenant, "ana"))
                        .put("next", new JsonArray().add(token())));

        assertThat(clients().next(ana, "error").getInteger("code")).isEqualTo(109);
        clients().next(ana, "token wanted");
        clients().next(ana, "connected");
    }

    @Test
    void shouldRefreshTheTokenBeforeItEnds() {
        act(
                "connect",
                new JsonObject()
                        .put("token", TestTokens.lasting(tenant, "ana", Duration.ofSeconds(3)))
                        .put(
                                "next",
                                new JsonArray()
                                        .add(TestTokens.lasting(tenant, "ana", Duration.ofSeconds(5)))
                                        .add(token())));

        clients().next(ana, "connected");
        clients().next(ana, "token wanted");
        clients().next(ana, "token wanted");
        subscribe();
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "PROTOBUF", "EVENTS"})
    void shouldSubscribeWithTokensAndGetNewerOnesWhenTheyEnd(Way way) {
        String channel = "orders:eu-7";
        connect(way);
        act(
                "subscribe",
                new JsonObject()
                        .put("channel", channel)
                        .put(
                                "tokens",
                                new JsonArray()
                                        .add(GrantTokens.lasting(tenant, "ana", channel, Duration.ofMinutes(-1)))
                                        .add(GrantTokens.lasting(tenant, "ana", channel, Duration.ofSeconds(4)))
                                        .add(GrantTokens.of(tenant, "ana", channel))));

        clients().next(ana, "subscribing");
        clients().next(ana, "subscription token wanted");
        JsonObject expired = clients().next(ana, "subscription error");
        clients().next(ana, "subscription token wanted");
        clients().next(ana, "subscribed");
        clients().next(ana, "subscription token wanted"); // before the second one ends
        act("history", new JsonObject().put("channel", channel).put("limit", 1));
        JsonObject history = clients().next(ana, "result").getJsonObject("value");

        assertThat(expired.getInteger("code")).isEqualTo(109);
        assertThat(history.getLong("offset")).isEqualTo(0);
    }

    @Test
    void shouldUnsubscribeWhenTheTokenIsForAnotherChannel() {
        connect();
        act(
                "subscribe",
                new JsonObject()
                        .put("channel", "orders:eu-7")
                        .put("tokens", new JsonArray().add(GrantTokens.of(tenant, "ana", "orders:eu-8"))));

        clients().next(ana, "subscribing");
        clients().next(ana, "subscription token wanted");
        assertThat(clients().next(ana, "unsubscribed").getInteger("code")).isEqualTo(103);
        subscribe();
    }

    @Test
    void shouldGiveUpAChannelThatIsNotThere() {
        connect();

        act("subscribe", new JsonObject().put("channel", "events:nothing"));

        clients().next(ana, "subscribing");
        JsonObject unsubscribed = clients().next(ana, "unsubscribed");
        assertThat(unsubscribed.getInteger("code")).isEqualTo(102);
        assertThat(unsubscribed.getString("reason")).isEqualTo("unknown channel");
        subscribe();
    }

    @Test
    void shouldStopWhenTheClientUnsubscribesAndGoOnWhenItSubscribesAnotherChannel() {
        connect();
        subscribe();

        act("unsubscribe", new JsonObject().put("channel", CHANNEL));
        clients().next(ana, "unsubscribed");
        publish(1, 2);
        act("subscribe", new JsonObject().put("channel", "events:session_ended"));

        clients().next(ana, "subscribing");
        assertThat(clients().next(ana, "subscribed").getString("channel")).isEqualTo("events:session_ended");
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerWhatElseTheClientAsks(Way way) {
        connect(way);
        publish(1, 3);
        var channel = new JsonObject().put("channel", CHANNEL);

        act("history", channel.copy().put("limit", 2));
        JsonObject history = clients().next(ana, "result").getJsonObject("value");
        act("publish", channel.copy().put("data", new JsonObject()));
        act("presence", channel);
        act("rpc", new JsonObject().put("method", "sum").put("data", new JsonObject()));

        assertThat(history.getLong("offset")).isEqualTo(3);
        assertThat(history.getJsonArray("publications")).hasSize(2);
        assertThat(history.getJsonArray("publications").getJsonObject(0).getLong("offset"))
                .isEqualTo(1);
        assertThat(clients().next(ana, "failure", 3))
                .extracting(failure -> failure.getInteger("code"))
                .containsExactlyInAnyOrder(103, 108, 104);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPublishAndSeeWhoIsThere(Way way) {
        String bob = "bob of " + tenant;
        var lobby = new JsonObject().put("channel", "chat:lobby");
        connect(way);
        act("subscribe", lobby.copy().put("joinLeave", true));
        clients().await(ana, "subscribed");

        clients().act(bob, "connect", way.options().put("token", TestTokens.of(tenant, "bob")));
        clients().next(bob, "connected");
        clients().act(bob, "subscribe", lobby);
        clients().await(bob, "subscribed");
        JsonObject join = clients().next(ana, "join");
        clients().act(bob, "publish", lobby.copy().put("data", new JsonObject().put("text", "hello")));
        assertThat(clients().await(bob, "result").getJsonObject("value")).isEmpty();
        JsonObject publication = clients().next(ana, "publication");
        act("presence", lobby);
        JsonObject presence =
                clients().next(ana, "result").getJsonObject("value").getJsonObject("clients");
        act("presenceStats", lobby);
        JsonObject stats = clients().next(ana, "result").getJsonObject("value");
        clients().act(bob, "unsubscribe", lobby);
        JsonObject leave = clients().next(ana, "leave");
        clients().act(bob, "disconnect", new JsonObject());

        String client = join.getJsonObject("info").getString("client");
        assertThat(join.getJsonObject("info").getString("user")).isEqualTo("bob");
        assertThat(publication.getJsonObject("data")).isEqualTo(new JsonObject().put("text", "hello"));
        assertThat(publication.getJsonObject("info").getString("user")).isEqualTo("bob");
        assertThat(publication.getJsonObject("info").getString("client")).isEqualTo(client);
        assertThat(presence.fieldNames()).hasSize(2);
        assertThat(presence.getJsonObject(client).getString("user")).isEqualTo("bob");
        assertThat(stats.getInteger("numClients")).isEqualTo(2);
        assertThat(stats.getInteger("numUsers")).isEqualTo(2);
        assertThat(leave.getJsonObject("info")).isEqualTo(join.getJsonObject("info"));
    }

    private void connect() {
        connect(Way.JSON);
    }

    private void connect(Way way) {
        act("connect", way.options().put("token", token()));
        clients().next(ana, "connected");
    }

    private JsonObject subscribe() {
        act("subscribe", new JsonObject().put("channel", CHANNEL));
        clients().next(ana, "subscribing");
        return clients().next(ana, "subscribed");
    }

    private void act(String action, JsonObject more) {
        clients().act(ana, action, more);
    }

    private static NodeClients clients() {
        return Objects.requireNonNull(clients);
    }

    private String token() {
        return TestTokens.of(tenant, "ana");
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
