package io.mnemesh.realtime.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.SessionStarted;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Subscriptions that begin in the past. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class ArchiveReplayTest {

    private static final String CHANNEL = "events:session_started";
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    EventPublisher events;

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldBringWhatIsArchivedThenWhatTheChannelHoldsThenWhatComesEachOnce() {
        List<String> archived = happen(0, 3);
        log.renew(channel(), position().epoch())
                .await()
                .atMost(PATIENCE); // The channel holds nothing of them any more.
        List<String> held = happen(3, 2);
        try (Client ana = Client.open(RestAssured.port, TestTokens.of(tenant, "ana"))) {

            ana.send(subscribe("2026-11-01T12:00:01Z").encode());

            long offset = ana.next("subscribed")
                    .getJsonObject("subscriptions")
                    .getJsonObject(CHANNEL)
                    .getLong("offset");
            List<JsonObject> past = ana.next("replayed", 2);
            List<JsonObject> history = ana.next("event", 2);
            List<String> later = happen(5, 1);
            JsonObject live = ana.next("event");

            assertThat(ids(past)).isEqualTo(archived.subList(1, 3));
            assertThat(past.getFirst().getString("event")).isEqualTo("session_started");
            assertThat(past.getFirst().getInstant("time")).isEqualTo(NOON.plusSeconds(1));
            assertThat(ids(history)).isEqualTo(held);
            assertThat(history.getLast().getLong("offset")).isEqualTo(offset);
            assertThat(live.getString("eventId")).isEqualTo(later.getFirst());
            assertThat(live.getLong("offset")).isEqualTo(offset + 1);
        }
    }

    @Test
    void shouldBringNothingOfThePastThatTheFilterDoesNotLetPass() {
        List<String> archived = happen(0, 2);
        log.renew(channel(), position().epoch()).await().atMost(PATIENCE);
        try (Client ana = Client.open(RestAssured.port, TestTokens.of(tenant, "ana"))) {

            ana.send(subscribe("2026-11-01T12:00:00Z")
                    .put(
                            "filter",
                            new JsonObject()
                                    .put(
                                            CHANNEL,
                                            new JsonObject()
                                                    .put("key", "eventId")
                                                    .put("cmp", "eq")
                                                    .put("val", archived.getLast())))
                    .encode());
            ana.next("subscribed");

            assertThat(ana.next("replayed").getString("eventId")).isEqualTo(archived.getLast());
            ana.assertSilent();
        }
    }

    @Test
    void shouldRefuseThePastOfWhatIsNoEvent() {
        try (Client ana = Client.open(RestAssured.port, TestTokens.of(tenant, "ana"))) {
            ana.send(new JsonObject()
                    .put("type", "subscribe")
                    .put("subscriptions", new JsonArray().add("chat:lobby"))
                    .put("since", new JsonObject().put("chat:lobby", "2026-11-01T12:00:00Z"))
                    .encode());
            assertThat(ana.problem().getString("field")).isEqualTo("since");

            ana.send(subscribe("2026-11-01T12:00:00Z")
                    .put(
                            "recover",
                            new JsonObject()
                                    .put(
                                            CHANNEL,
                                            new JsonObject().put("offset", 1).put("epoch", "e")))
                    .encode());
            assertThat(ana.problem().getString("field")).isEqualTo("since");
        }
    }

    private static JsonObject subscribe(String since) {
        return new JsonObject()
                .put("type", "subscribe")
                .put("subscriptions", new JsonArray().add(CHANNEL))
                .put("since", new JsonObject().put(CHANNEL, since));
    }

    /** Events, a second apart, which are in the channel and the archive afterwards. */
    private List<String> happen(int first, int count) {
        long before = position().offset();
        var ids = new ArrayList<String>();
        for (int i = first; i < first + count; i++) {
            Instant time = NOON.plusSeconds(i);
            var event = new MeshEvent<>(
                    UUID.randomUUID(),
                    EventTypes.SESSION_STARTED,
                    "/test",
                    "s",
                    time,
                    new TenantId(tenant),
                    null,
                    new SessionStarted("s", "ana", null, time));
            events.publish(List.of(event)).await().atMost(PATIENCE);
            ids.add(event.id().toString());
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> position().offset() == before + count && archived().containsAll(ids));
        return ids;
    }

    private List<String> archived() {
        return given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .queryParams(Map.of("limit", 100))
                .get("/api/events")
                .path("items.eventId");
    }

    private Position position() {
        return log.position(channel()).await().atMost(PATIENCE);
    }

    private ChannelId channel() {
        return new ChannelId(new TenantId(tenant), CHANNEL);
    }

    private static List<String> ids(List<JsonObject> frames) {
        return frames.stream().map(frame -> frame.getString("eventId")).toList();
    }
}
