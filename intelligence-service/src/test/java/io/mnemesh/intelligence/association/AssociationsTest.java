package io.mnemesh.intelligence.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.intelligence.support.FakeMemoryService;
import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryRated;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learned and told where the tenant agreed. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class AssociationsTest {

    private static final String TASK = "mend-pump";

    private final String tenant = "a-" + UUID.randomUUID();
    private final UUID manual = UUID.randomUUID();

    @Inject
    Raters raters;

    @Inject
    Mesh mesh;

    @Inject
    FakeMemoryService memories;

    @BeforeEach
    void agree() {
        raters.turn(tenant, true);
    }

    @Test
    void shouldTellWhatEnoughOthersFoundUsefulInTheSameContext() {
        raters.useful(tenant, manual, TASK, "ben", "cleo");

        raters.ask(tenant, "ana", TASK)
                .body("items", empty())
                .body("missing[0]", startsWith("For a suggestion, 3 other users"));

        raters.useful(tenant, manual, TASK, "dora");
        raters.ask(tenant, "ana", TASK)
                .body("items", hasSize(1))
                .body("items[0].memoryId", equalTo(manual.toString()))
                .body("items[0].memoryType", equalTo("fact"))
                .body("items[0].support", equalTo(3))
                .body("items[0].confidence", equalTo(0.4385f))
                .body("items[0].lift", equalTo(1.0f))
                .body("items[0].why.name", contains("task"))
                .body("items[0].why.value", contains(TASK))
                .body("missing", empty())
                .body("notice", nullValue())
                .body("model", equalTo("association-1"));
        assertThat(raters.found(tenant, "ana", "paint-wall")).isEmpty();
        assertThat(raters.found("other-" + tenant, "ana", TASK)).isEmpty();
    }

    @Test
    void shouldNotCountWhatTheCallerSaid() {
        raters.useful(tenant, manual, TASK, "ana", "ben", "cleo");

        assertThat(raters.found(tenant, "ana", TASK)).isEmpty();
        assertThat(raters.found(tenant, "ben", TASK)).isEmpty();
        assertThat(raters.found(tenant, "dora", TASK)).containsExactly(manual.toString());
    }

    @Test
    void shouldCountUsersOnceHoweverOftenTheySayItAndHoweverOftenItIsTold() {
        MeshEvent<MemoryRated> twice = raters.rated(tenant, manual, "ben", "useful", TASK, Instant.now());
        raters.tell(twice);
        mesh.publish(twice);
        raters.useful(tenant, manual, TASK, "ben", "ben", "cleo");
        assertThat(raters.found(tenant, "ana", TASK)).isEmpty();

        raters.useful(tenant, manual, TASK, "dora");

        raters.ask(tenant, "ana", TASK).body("items[0].support", equalTo(3));
    }

    @Test
    void shouldPreferWhatIsUsefulHereToWhatIsUsefulEverywhere() {
        UUID coffee = UUID.randomUUID();
        raters.useful(tenant, coffee, TASK, "ben", "cleo", "dora");
        raters.useful(tenant, manual, TASK, "ben", "cleo", "dora");
        raters.useful(tenant, coffee, "paint-wall", "emil", "fay", "gus");

        raters.ask(tenant, "ana", TASK).body("items.memoryId", contains(manual.toString(), coffee.toString()));
        raters.ask(tenant, "ana", "paint-wall").body("items.memoryId", contains(coffee.toString()));
    }

    @Test
    void shouldTakeBackWhatUsersTakeBackAndCountWhatTheyCallWrong() {
        raters.useful(tenant, manual, TASK, "ben", "cleo", "dora", "emil");
        raters.tell(raters.rated(tenant, manual, "emil", "wrong", null, Instant.now()));
        float disputed = raters.ask(tenant, "ana", TASK)
                .body("items[0].support", equalTo(3))
                .extract()
                .path("items[0].confidence");
        assertThat(disputed).isLessThan(0.4385f);

        raters.tell(raters.rated(tenant, manual, "dora", null, null, Instant.now()));

        assertThat(raters.found(tenant, "ana", TASK)).isEmpty();
    }

    @Test
    void shouldNotLetAnEarlierWordReplaceALaterOne() {
        Instant now = Instant.now();
        raters.useful(tenant, manual, TASK, "ben", "cleo");
        raters.tell(raters.rated(tenant, manual, "dora", "not_useful", TASK, now.plusSeconds(2)));
        raters.tell(raters.rated(tenant, manual, "dora", "useful", TASK, now.plusSeconds(1)));

        assertThat(raters.found(tenant, "ana", TASK)).isEmpty();
    }

    @Test
    void shouldNeverTellWhatMayNotBeReadAndNothingWhileThatCannotBeAsked() {
        UUID hidden = UUID.randomUUID();
        raters.useful(tenant, manual, TASK, "ben", "cleo", "dora");
        raters.useful(tenant, hidden, TASK, "ben", "cleo", "dora");
        assertThat(raters.found(tenant, "ana", TASK)).hasSize(2);

        memories.hide(hidden);
        assertThat(raters.found(tenant, "ana", TASK)).containsExactly(manual.toString());

        memories.leave(tenant);
        Raters.as(tenant, "ana")
                .body(Map.of("context", Map.of("task", TASK)))
                .post(Raters.PATH)
                .then()
                .statusCode(503)
                .body("items", nullValue());
    }

    @Test
    void shouldForgetDeletedAndErasedMemories() {
        UUID other = UUID.randomUUID();
        raters.useful(tenant, manual, TASK, "ben", "cleo", "dora");
        raters.useful(tenant, other, TASK, "ben", "cleo", "dora");

        mesh.publish(mesh.deleted(tenant, manual, "fact"));
        await().atMost(Raters.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(raters.found(tenant, "ana", TASK)).containsExactly(other.toString()));

        mesh.publish(mesh.erased(tenant, 1, other));
        await().atMost(Raters.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() ->
                        assertThat(raters.rows(tenant, "association_rating")).isZero());
    }

    @Test
    void shouldForgetErasedUsersAndCountWithoutThem() {
        raters.useful(tenant, manual, TASK, "ben", "cleo", "dora", "emil");
        raters.ask(tenant, "ana", TASK).body("items[0].support", equalTo(4));

        mesh.publish(mesh.userErased(tenant, 1, "emil"));
        await().atMost(Raters.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> raters.ask(tenant, "ana", TASK).body("items[0].support", equalTo(3)));
        assertThat(raters.rows(tenant, "association_person")).isEqualTo(3);

        mesh.publish(mesh.userErased(tenant, 1, "dora"));
        await().atMost(Raters.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(raters.found(tenant, "ana", TASK)).isEmpty());
    }

    @Test
    void shouldKeepToItsLimit() {
        List<UUID> many = List.of(UUID.randomUUID(), UUID.randomUUID(), manual);
        many.forEach(memory -> raters.useful(tenant, memory, TASK, "ben", "cleo", "dora"));

        Raters.as(tenant, "ana")
                .body(Map.of("context", Map.of("task", TASK, "workspace", "plant"), "limit", 2))
                .post(Raters.PATH)
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].why", hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"context\":{}}",
                "{\"context\":{\"task\":\" \"}}",
                "{\"context\":{\"tags\":[null]}}",
                "{\"context\":{\"attributes\":{\"a\":null}}}",
                "{\"context\":{\"task\":\"t\"},\"limit\":0}",
                "{\"context\":{\"task\":\"t\"},\"limit\":51}"
            })
    void shouldRefuseWhatIsNoContext(String body) {
        Raters.as(tenant, "ana").body(body).post(Raters.PATH).then().statusCode(422);
    }

    @Test
    void shouldRefuseUnknownMembersAndTooManyThings() {
        Raters.as(tenant, "ana")
                .body("{\"context\":{\"user\":\"ben\"}}")
                .post(Raters.PATH)
                .then()
                .statusCode(400);
        List<String> tags = IntStream.range(0, 33).mapToObj(i -> "t" + i).toList();
        Raters.as(tenant, "ana")
                .body(Map.of("context", Map.of("tags", tags)))
                .post(Raters.PATH)
                .then()
                .statusCode(422)
                .body("field", equalTo("context"));
    }
}
