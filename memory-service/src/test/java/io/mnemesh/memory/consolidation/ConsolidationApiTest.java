package io.mnemesh.memory.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.background.persistence.LeaseRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class ConsolidationApiTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    ConsolidationSweep sweep;

    @Inject
    LeaseRepository leases;

    @Inject
    TenantSessions sessions;

    private final Api api = Api.ofNewTenant();

    private static void soon(ThrowingRunnable check) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(check);
    }

    /** Stores them and waits until the index has their vectors. */
    private List<UUID> stored(Map<String, ?> context, String... contents) {
        List<UUID> ids = List.of(contents).stream()
                .map(content -> api.store(content, context))
                .toList();
        ids.forEach(this::isFoundByMeaning);
        return ids;
    }

    private void isFoundByMeaning(UUID id) {
        String content = api.get(id).path("content");
        soon(() -> {
            List<String> found = api.request()
                    .body(Map.of("query", content, "limit", 100))
                    .post("/api/memories/search")
                    .then()
                    .extract()
                    .path("hits.findAll { it.semanticScore != null }.memory.id");
            assertThat(found).contains(id.toString());
        });
    }

    private Response consolidate(String query) {
        return api.request().post("/api/memories/consolidate" + query);
    }

    private List<String> listed(String query) {
        return api.request()
                .get("/api/memories" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items.id");
    }

    private static String text(UUID id) {
        return id.toString();
    }

    @Test
    void shouldShowWhatItWouldMergeAndChangeNothing() {
        List<UUID> ids = stored(
                Map.of("user", "ana"),
                "Ana prefers window seats on trains.",
                "Please note that Ana prefers window seats on trains!",
                "Ana prefers aisle seats on trains.");

        consolidate("?preview=true")
                .then()
                .statusCode(200)
                .body("preview", equalTo(true))
                .body("compared", equalTo(3))
                .body("merged", equalTo(1))
                .body("groups", hasSize(1))
                .body("groups[0].memory.id", equalTo(text(ids.getFirst())))
                .body("groups[0].duplicates.memory.id", contains(text(ids.get(1))))
                .body("nextAfter", nullValue());

        assertThat(listed("")).hasSize(3);
        api.request().get("/api/memories/" + ids.getFirst() + "/merged").then().body("items", empty());
    }

    @Test
    void shouldLetTheFirstOneStandForTheOthersAndBringThemBackAsTheyWere() {
        List<UUID> ids = stored(
                Map.of("user", "ana", "tags", List.of("travel")),
                "Ana prefers window seats on trains.",
                "ana prefers WINDOW seats on trains",
                "Ana really prefers window seats on trains.");
        String before = api.get(ids.get(1)).asString();

        consolidate("").then().statusCode(200).body("preview", equalTo(false)).body("merged", equalTo(2));

        assertThat(listed("")).containsExactly(text(ids.getFirst()));
        assertThat(listed("?latestOnly=false")).hasSize(3);
        assertThat(api.found("window seats")).containsExactly(text(ids.getFirst()));
        api.get(ids.get(1)).then().body("mergedInto", equalTo(text(ids.getFirst())));
        api.request()
                .get("/api/memories/" + ids.getFirst() + "/merged?limit=1")
                .then()
                .body("items.memory.id", contains(text(ids.get(1))))
                .body("items[0].memory.content", equalTo("ana prefers WINDOW seats on trains"))
                .body("items[0].similarity.doubleValue()", closeTo(1, 1e-3))
                .body("nextAfter", equalTo(text(ids.get(1))));
        consolidate("").then().body("merged", equalTo(0));

        api.request()
                .post("/api/memories/" + ids.get(1) + "/unmerge")
                .then()
                .statusCode(200)
                .body("mergedInto", nullValue());

        assertThat(api.get(ids.get(1)).asString()).isEqualTo(before);
        soon(() -> assertThat(api.found("window seats")).contains(text(ids.get(1)), text(ids.getFirst())));
        isFoundByMeaning(ids.get(1));
        consolidate("").then().body("merged", equalTo(0));
        api.request().post("/api/memories/" + ids.get(1) + "/unmerge").then().statusCode(409);
    }

    @Test
    void shouldLetAPinnedOneStandForTheFirstAndLeaveOutWhatExpiresOrIsArchived() {
        List<UUID> ids = stored(
                Map.of("user", "ana"),
                "Ana prefers window seats on trains.",
                "ana prefers WINDOW seats on trains",
                "Ana really prefers window seats on trains.",
                "Ana prefers window seats on trains!");
        keep(ids.get(1), Map.of("pinned", true));
        keep(ids.get(2), Map.of("ttl", "P1D"));
        keep(ids.get(3), Map.of("archived", true));

        consolidate("").then().statusCode(200).body("merged", equalTo(1));

        api.get(ids.getFirst()).then().body("mergedInto", equalTo(text(ids.get(1))));
        for (UUID id : ids.subList(1, 4)) {
            api.get(id).then().statusCode(200).body("mergedInto", nullValue());
        }
        api.request()
                .body(Map.of("pinned", true))
                .put("/api/memories/" + ids.getFirst() + "/lifecycle")
                .then()
                .statusCode(409);
        keep(ids.get(3), Map.of("archived", false));
        consolidate("").then().body("merged", equalTo(1));
        api.get(ids.get(3)).then().body("mergedInto", equalTo(text(ids.get(1))));
    }

    private void keep(UUID id, Map<String, ?> lifecycle) {
        api.request()
                .body(lifecycle)
                .put("/api/memories/" + id + "/lifecycle")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldLeaveTwoPinnedOnesAlone() {
        List<UUID> ids = stored(
                Map.of("user", "ana"), "Ana prefers window seats on trains.", "ana prefers WINDOW seats on trains");
        ids.forEach(id -> keep(id, Map.of("pinned", true)));

        consolidate("").then().statusCode(200).body("merged", equalTo(0));

        assertThat(listed("")).hasSize(2);
    }

    @Test
    void shouldNotGrowWhenRecalledTextIsAddedAgain() {
        UUID first = stored(Map.of("user", "ana", "session", "s1"), "Ana is allergic to peanuts.")
                .getFirst();
        for (int round = 0; round < 3; round++) {
            String recalled = api.search("peanuts", Map.of("user", "ana")).path("hits[0].memory.content");
            stored(Map.of("user", "ana", "session", "s2"), recalled);
            sweep.due(new TenantId(api.tenant()));
            sweep.run().await().atMost(SOON);
        }

        assertThat(listed("")).containsExactly(text(first));
        assertThat(api.found("peanuts")).containsExactly(text(first));
        api.request().get("/api/memories/" + first + "/merged").then().body("items", hasSize(3));
    }

    @Test
    void shouldLeaveATenantToTheInstanceThatComparesIt() {
        stored(Map.of("user", "ana"), "Ana is allergic to peanuts.", "Please note that Ana is allergic to peanuts!");
        String work = "consolidation:" + api.tenant();
        UUID another = UUID.randomUUID();
        sessions.inSystem(transaction -> leases.take(transaction, work, another, Duration.ofHours(1)))
                .await()
                .atMost(SOON);
        sweep.due(new TenantId(api.tenant()));

        sweep.run().await().atMost(SOON);
        assertThat(listed("")).hasSize(2);

        sessions.inSystem(transaction -> leases.release(transaction, work, another))
                .await()
                .atMost(SOON);
        sweep.run().await().atMost(SOON);
        assertThat(listed("")).hasSize(1);
    }

    @Test
    void shouldMergeManyThatAreStoredAtOnceInTheBackground() {
        List<Map<String, Object>> items = IntStream.range(0, 40)
                .mapToObj(i -> Map.<String, Object>of(
                        "op",
                        "add",
                        "memory",
                        Map.of(
                                "type",
                                "fact",
                                "content",
                                i % 4 == 0 ? "Room " + i + " is free." : "The lift is broken.")))
                .toList();
        api.request()
                .body(Map.of("items", items))
                .post("/api/memories/batch")
                .then()
                .statusCode(200);

        soon(() -> {
            sweep.due(new TenantId(api.tenant()));
            sweep.run().await().atMost(SOON);
            assertThat(listed("")).hasSize(11);
        });

        UUID lift = UUID.fromString(api.found("lift broken").getFirst());
        api.request().get("/api/memories/" + lift + "/merged").then().body("items", hasSize(29));
    }

    @Test
    void shouldKeepApartWhatDiffersInKindPlaceTimeOrContext() {
        stored(Map.of("user", "ana"), "The printer is out of paper.");
        stored(Map.of("user", "bob"), "The printer is out of paper.");
        stored(Map.of("user", "ana", "tags", List.of("office")), "The printer is out of paper.");
        for (String day : List.of("2026-01-10T08:00:00Z", "2026-02-10T08:00:00Z")) {
            api.post(Map.of("content", "The oven was cleaned.", "type", "fact", "occurredAt", day));
        }
        for (int i = 0; i < 2; i++) {
            api.post(Map.of(
                    "content",
                    "Yes, I agree with that.",
                    "type",
                    "conversation_turn",
                    "context",
                    Map.of("conversation", "c1")));
        }
        UUID last = stored(Map.of(), "A last one.").getFirst();

        consolidate("?preview=true").then().body("compared", equalTo(8)).body("merged", equalTo(0));
        assertThat(listed("")).hasSize(8).contains(text(last));
    }

    @Test
    void shouldLetTheLatestStandWhereSomethingElseWasSaidInBetween() {
        List<UUID> ids = stored(Map.of(), "Ana lives in Oslo.", "Ana moved to Rome.", "Ana lives in Oslo!");

        consolidate("").then().body("merged", equalTo(1));

        assertThat(listed("")).containsExactly(text(ids.getLast()), text(ids.get(1)));
        assertThat(api.found("Where does Ana live?")).startsWith(text(ids.getLast()));
    }

    @Test
    void shouldComeBackWhenItIsChangedAndGoWithWhatItIsMergedInto() {
        List<UUID> ids = stored(
                Map.of("user", "ana"),
                "The key is under the mat.",
                "the key is under the mat",
                "Remember: the key is under the mat.");
        consolidate("").then().body("merged", equalTo(2));

        api.request()
                .body(Map.of("content", "The key is under the pot."))
                .patch("/api/memories/" + ids.get(1))
                .then()
                .statusCode(200)
                .body("mergedInto", nullValue());
        api.delete(ids.getFirst()).then().statusCode(204);

        api.get(ids.get(2)).then().statusCode(404);
        assertThat(listed("?latestOnly=false")).containsExactly(text(ids.get(1)));
        soon(() -> assertThat(api.found("key mat pot")).containsExactly(text(ids.get(1))));
    }

    @Test
    void shouldKeepTenantsApartAndRefuseWhatMakesNoSense() {
        List<UUID> ids = stored(Map.of(), "One thing is said.", "one thing is said");
        consolidate("").then().body("merged", equalTo(1));
        Api other = Api.ofNewTenant();

        other.request()
                .get("/api/memories/" + ids.getFirst() + "/merged")
                .then()
                .statusCode(404);
        other.request().post("/api/memories/" + ids.get(1) + "/unmerge").then().statusCode(404);
        other.request().post("/api/memories/consolidate").then().body("compared", equalTo(0));
        consolidate("?limit=0").then().statusCode(422);
        consolidate("?after=nonsense").then().statusCode(404);
        api.request()
                .post("/api/memories/" + ids.getFirst() + "/unmerge")
                .then()
                .statusCode(409);
    }
}
