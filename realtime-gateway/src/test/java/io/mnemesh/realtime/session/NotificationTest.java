package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AlertRaised;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.SessionHandoff;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Events of the mesh become notifications, by the rules that the service comes with. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class NotificationTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @Inject
    EventPublisher publisher;

    @Inject
    EventFactory events;

    private final TenantId tenant =
            new TenantId("t-" + UUID.randomUUID().toString().substring(0, 8));

    @Test
    void shouldTellAnAlertToAdministratorsOnceHoweverOftenItIsDelivered() {
        MeshEvent<AlertRaised> alert = alert("Disk is full");
        try (var admin = Client.open(port(), token("root", "admin"))) {
            admin.subscribe("notices:admin");

            publish(alert, alert, alert("Disk is free"));

            JsonObject first = admin.next("event");
            JsonObject second = admin.next("event");
            assertThat(first.getString("notification")).isEqualTo("alerts");
            assertThat(first.getString("event")).isEqualTo("alert_raised");
            assertThat(first.getString("eventId")).isEqualTo(alert.id().toString());
            assertThat(List.of(first, second))
                    .extracting(one -> one.getJsonObject("data").getString("title"))
                    .containsExactlyInAnyOrder("Disk is full", "Disk is free");
            assertThat(List.of(first, second))
                    .extracting(one -> one.getLong("offset"))
                    .containsExactly(1L, 2L);
            admin.assertSilent();
        }
    }

    @Test
    void shouldTellWhomAMemoryMentionsAndWhoGetsASessionWithoutWhatIsInThem() {
        UUID memory = UUID.randomUUID();
        try (var bob = CentrifugeClient.connected(port(), token("bob", "member"))) {
            bob.subscribe("inbox:bob");

            publish(events.create(
                    EventTypes.MEMORY_CREATED,
                    tenant,
                    memory.toString(),
                    new MemoryCreated(
                            memory, 1, "fact", "Tell @bob.", MemoryContext.EMPTY, Map.of(), 0.5, NOON, "ana", NOON)));
            JsonObject mention = bob.push("inbox:bob").getJsonObject("pub").getJsonObject("data");
            publish(events.create(
                    EventTypes.SESSION_HANDOFF,
                    tenant,
                    "s-1",
                    new SessionHandoff("s-1", "ana", "bob", Map.of("plan", "secret"), NOON)));
            JsonObject handoff = bob.push("inbox:bob").getJsonObject("pub").getJsonObject("data");

            assertThat(mention.getString("notification")).isEqualTo("mentions");
            assertThat(mention.getString("subject")).isEqualTo(memory.toString());
            assertThat(mention.getJsonObject("data")).isEmpty();
            assertThat(handoff.getString("notification")).isEqualTo("handoffs");
            assertThat(handoff.getJsonObject("data"))
                    .isEqualTo(new JsonObject().put("sessionId", "s-1").put("fromAgent", "ana"));
        }
    }

    @Test
    void shouldShowNoticesOfARoleToThoseWhoHaveIt() {
        try (var member = CentrifugeClient.connected(port(), token("eve", "member"))) {
            assertThat(member.failure("subscribe", new JsonObject().put("channel", "notices:admin")))
                    .isEqualTo(103);
            assertThat(member.subscribe("notices:member").getString("epoch")).isNotEmpty();
        }
    }

    private MeshEvent<AlertRaised> alert(String title) {
        return events.create(
                EventTypes.ALERT_RAISED,
                tenant,
                "alert",
                new AlertRaised(UUID.randomUUID(), "critical", title, "no room", NOON, null));
    }

    private void publish(MeshEvent<?>... told) {
        publisher.publish(List.of(told)).await().atMost(Duration.ofSeconds(10));
    }

    private String token(String user, String role) {
        return TestTokens.of(tenant.value(), user, role);
    }

    private static int port() {
        return RestAssured.port;
    }
}
