package io.mnemesh.realtime.archive;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.SessionEnded;
import io.mnemesh.mesh.event.payload.SessionStarted;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@Tag("slow")
class ArchiveTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @Inject
    EventPublisher publisher;

    @Inject
    EventArchiver archiver;

    @Inject
    EventRepository events;

    @Inject
    ArchivePurge purge;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldShowAnEventOfTheMeshInTheSameWordsAsTheSocket() {
        MeshEvent<SessionStarted> event = started(NOON);
        publisher.publish(List.of(event)).await().atMost(Duration.ofSeconds(10));

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> ask(Map.of()).body("items", hasSize(1)));

        ask(Map.of())
                .body("items[0].event", equalTo("session_started"))
                .body("items[0].eventId", equalTo(event.id().toString()))
                .body("items[0].time", equalTo("2026-11-01T12:00:00Z"))
                .body("items[0].subject", equalTo("s"))
                .body("items[0].data.sessionId", equalTo("s"))
                .body("nextCursor", nullValue());
    }

    @Test
    void shouldKeepAnEventOnceWhenItIsDeliveredTwice() {
        MeshEvent<SessionStarted> event = started(NOON);

        assertThat(add(event)).isTrue();
        assertThat(add(event)).isFalse();

        ask(Map.of()).body("items", hasSize(1));
    }

    @Test
    void shouldPageThroughAllEventsInOrder() {
        for (int i = 0; i < 25; i++) {
            add(started(NOON.plus(i / 3, ChronoUnit.MILLIS)));
        }

        for (String order : List.of("asc", "desc")) {
            List<String> times = new ArrayList<>();
            String cursor = null;
            do {
                var parameters = cursor == null
                        ? Map.of("limit", "10", "order", order)
                        : Map.of("limit", "10", "order", order, "cursor", cursor);
                var page = ask(parameters).extract();
                times.addAll(page.<List<String>>path("items.time"));
                cursor = page.path("nextCursor");
            } while (cursor != null);

            assertThat(times.stream().map(Instant::parse))
                    .hasSize(25)
                    .isSortedAccordingTo(
                            order.equals("asc") ? Instant::compareTo : (left, right) -> right.compareTo(left));
        }
    }

    @Test
    void shouldFilterByTypeAndTime() {
        add(started(NOON));
        add(ended(NOON.plusSeconds(1)));
        add(started(NOON.plusSeconds(2)));

        ask(Map.of("type", "session_ended")).body("items", hasSize(1));
        ask(Map.of("from", "2026-11-01T12:00:01Z")).body("items", hasSize(2));
        ask(Map.of("to", "2026-11-01T12:00:01Z")).body("items", hasSize(1));
        ask(Map.of("type", "session_started", "from", "2026-11-01T12:00:01Z")).body("items", hasSize(1));
    }

    @Test
    void shouldNotShowAnotherTenantsEvents() {
        add(started(NOON));

        given().auth()
                .oauth2(TestTokens.of(tenant + "-x", "bob"))
                .get("/api/events")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void shouldHideRowsOfOtherTenantsInTheDatabaseItself() throws SQLException {
        add(started(NOON));

        try (var connection = TestServers.postgres().connect("mnemesh_realtime");
                var statement = connection.createStatement()) {
            statement.execute("SET search_path TO realtime");
            statement.execute("SET mnemesh.tenant TO 'somebody-else'");
            try (var rows = statement.executeQuery("SELECT count(*) FROM event")) {
                rows.next();
                assertThat(rows.getLong(1)).isZero();
            }
        }
    }

    @Test
    void shouldPurgeWhatIsOlderThanTheRetention() {
        add(started(Instant.now().minus(200, ChronoUnit.DAYS)));
        MeshEvent<SessionStarted> fresh = started(Instant.now());
        add(fresh);

        purge.purge().await().atMost(Duration.ofSeconds(10));

        ask(Map.of()).body("items.eventId", equalTo(List.of(fresh.id().toString())));
    }

    @Test
    void shouldAskForAToken() {
        given().get("/api/events").then().statusCode(401).contentType("application/problem+json");
        given().auth()
                .oauth2(TestTokens.expired(tenant, "ana"))
                .get("/api/events")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "type,nothing",
        "from,yesterday",
        "to,2026-13-01T00:00:00Z",
        "cursor,abc",
        "order,sideways",
        "limit,0",
        "limit,1001",
        "limit,x"
    })
    void shouldNameTheParameterThatIsWrong(String name, String value) {
        given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .queryParam(name, value)
                .get("/api/events")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo(name));
    }

    @Test
    void shouldListenToEveryFamily() {
        assertThat(archiver.types()).containsExactlyInAnyOrderElementsOf(EventTypes.FAMILIES);
    }

    private ValidatableResponse ask(Map<String, String> parameters) {
        return given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .queryParams(parameters)
                .get("/api/events")
                .then()
                .statusCode(200);
    }

    private boolean add(MeshEvent<?> event) {
        return events.add(event).await().atMost(Duration.ofSeconds(10));
    }

    private MeshEvent<SessionStarted> started(Instant time) {
        return event(EventTypes.SESSION_STARTED, time, new SessionStarted("s", "ana", null, time));
    }

    private MeshEvent<SessionEnded> ended(Instant time) {
        return event(EventTypes.SESSION_ENDED, time, new SessionEnded("s", "completed", time));
    }

    private <T extends Record> MeshEvent<T> event(EventType<T> type, Instant time, T data) {
        return new MeshEvent<>(UUID.randomUUID(), type, "/test", "s", time, new TenantId(tenant), null, data);
    }
}
