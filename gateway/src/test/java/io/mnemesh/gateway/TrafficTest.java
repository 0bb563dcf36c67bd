package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.gateway.traffic.TrafficMeter;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.stream.EventFollower;
import io.mnemesh.mesh.stream.EventLog;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The mesh is told what tenants ask for and how their tokens are used. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class TrafficTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    TrafficMeter meter;

    @Inject
    EventLog log;

    @Test
    void shouldTellTheMeshWhatATokenWasUsedFor() {
        // Given a token that is let through once and denied three times
        String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
        String token = Tokens.of(tenant, "ana", "member");
        var heard = new CopyOnWriteArrayList<AccessRecorded>();
        try (EventLog.Following _ = log.follow(Cursor.START, follower(tenant, heard))) {
            given().auth().oauth2(token).get("/api/memories").then().statusCode(200);
            for (int i = 0; i < 3; i++) {
                given().auth().oauth2(token).get("/api/admin/tenants").then().statusCode(403);
            }

            // When
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
                meter.tell().await().atMost(PATIENCE);
                return heard.stream()
                                .flatMap(told -> told.callers().stream())
                                .mapToLong(AccessRecorded.Caller::requests)
                                .sum()
                        == 4;
            });
        }

        // Then
        assertThat(heard.stream().flatMap(told -> told.services().stream()))
                .containsExactly(new AccessRecorded.Use("memory", 1, 2, 0));
        assertThat(heard.stream()
                        .flatMap(told -> told.callers().stream())
                        .mapToLong(AccessRecorded.Caller::denied)
                        .sum())
                .isEqualTo(3);
        assertThat(heard).allSatisfy(told -> {
            assertThat(told.from()).isBeforeOrEqualTo(told.to());
            assertThat(told.callers()).allSatisfy(caller -> {
                assertThat(caller.caller()).isNotEmpty().doesNotContain("ana");
                assertThat(caller.bytes()).isPositive();
                assertThat(caller.networks()).containsExactly("127.0.0.0/24");
            });
        });
    }

    private static EventFollower follower(String tenant, List<AccessRecorded> heard) {
        return new EventFollower() {
            @Override
            public String name() {
                return "traffic-test";
            }

            @Override
            public Uni<Void> onEvents(List<FollowedEvent> events) {
                events.stream()
                        .map(FollowedEvent::event)
                        .filter(event -> event.type().equals(EventTypes.ACCESS_RECORDED))
                        .filter(event -> event.tenant().value().equals(tenant))
                        .forEach(event -> heard.add((AccessRecorded) event.data()));
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<Void> onGap(Cursor resumeAt) {
                return Uni.createFrom().voidItem();
            }
        };
    }
}
