package io.mnemesh.memory.memories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class FactApiTest {

    private static final String JANUARY = "2026-01-10T00:00:00Z";
    private static final String MARCH = "2026-03-10T00:00:00Z";
    private static final String MAY = "2026-05-10T00:00:00Z";

    private final Api api = Api.ofNewTenant();

    private static Map<String, Object> fact(String content, String attribute, @Nullable String occurredAt) {
        var body = new HashMap<String, Object>();
        body.put("content", content);
        body.put("type", "fact");
        body.put("slot", Map.of("subject", "Ana", "attribute", attribute));
        if (occurredAt != null) {
            body.put("occurredAt", occurredAt);
        }
        return body;
    }

    private UUID employer(String name, @Nullable String occurredAt) {
        return store(fact("Ana works at " + name, "employer", occurredAt));
    }

    private UUID store(Map<String, Object> body) {
        return UUID.fromString(api.request()
                .body(body)
                .post("/api/memories")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    private ValidatableResponse list(String query) {
        return api.request().get("/api/memories?" + query).then().statusCode(200);
    }

    private ValidatableResponse search(Map<String, Object> members) {
        var body = new HashMap<>(members);
        body.put("query", "Where does Ana work?");
        return api.request().body(body).post("/api/memories/search").then().statusCode(200);
    }

    private Response supersede(UUID newer, UUID former) {
        return api.request().put("/api/memories/" + newer + "/supersedes/" + former);
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(check);
    }

    @Test
    void shouldLetALaterValueReplaceTheEarlierOneInCurrentResults() {
        UUID old = employer("Tern", JANUARY);
        api.get(old).then().body("slot.subject", equalTo("ana")).body("validTo", nullValue());

        UUID current = employer("Oerd", MARCH);

        api.get(old)
                .then()
                .body("validTo", equalTo(MARCH))
                .body("supersededBy", equalTo(current.toString()))
                .body("version", equalTo(1));
        list("latestOnly=true").body("items.id", contains(current.toString()));
        list("latestOnly=false").body("items.id", contains(current.toString(), old.toString()));
        list("asOf=2026-02-01T00:00:00Z").body("items.id", contains(old.toString()));
        list("asOf=2026-01-01T00:00:00Z").body("items", empty());
        list("asOf=" + MARCH).body("items.id", contains(current.toString()));
        soon(() -> search(Map.of("latestOnly", false))
                .body("hits.memory.id", containsInAnyOrder(current.toString(), old.toString())));
        search(Map.of()).body("hits.memory.id", contains(current.toString()));
        search(Map.of("asOf", "2026-02-01T00:00:00Z")).body("hits.memory.id", contains(old.toString()));
        search(Map.of("asOf", MAY, "latestOnly", false)).body("hits", hasSize(2));
        search(Map.of("asOf", "2025-12-31T00:00:00Z", "latestOnly", false)).body("hits", empty());
    }

    @Test
    void shouldPutAValueThatArrivesLateInItsPlace() {
        UUID first = employer("Tern", JANUARY);
        UUID last = employer("Oerd", MAY);

        UUID between = employer("Fostaborg", MARCH);

        api.get(first).then().body("validTo", equalTo(MARCH)).body("supersededBy", equalTo(between.toString()));
        api.get(between).then().body("validTo", equalTo(MAY)).body("supersededBy", equalTo(last.toString()));
        api.get(last).then().body("validTo", nullValue());
        list("latestOnly=true").body("items.id", contains(last.toString()));
    }

    @Test
    void shouldKeepAValueThatIsYetToComeBesideTheOneThatHolds() {
        UUID now = employer("Tern", JANUARY);

        UUID next = employer("Oerd", "2999-01-01T00:00:00Z");

        list("latestOnly=true").body("items.id", contains(next.toString(), now.toString()));
        list("asOf=" + MARCH).body("items.id", contains(now.toString()));
    }

    @Test
    void shouldLetTheFormerValueHoldAgainWhenTheLaterOneGoes() {
        UUID old = employer("Tern", JANUARY);
        UUID current = employer("Oerd", MARCH);

        api.request().delete("/api/memories/" + current).then().statusCode(204);

        api.get(old).then().body("validTo", nullValue()).body("supersededBy", nullValue());
        list("latestOnly=true").body("items.id", contains(old.toString()));
    }

    @Test
    void shouldFollowAChangeOfSlotAndOfEventTime() {
        UUID one = employer("Tern", JANUARY);
        UUID other = employer("Oerd", MARCH);

        api.request()
                .body(Map.of("occurredAt", MAY))
                .patch("/api/memories/" + one)
                .then()
                .statusCode(200);

        api.get(one).then().body("validTo", nullValue());
        api.get(other).then().body("validTo", equalTo(MAY)).body("supersededBy", equalTo(one.toString()));

        api.request()
                .body(Map.of("slot", Map.of("subject", "ana", "attribute", "former employer")))
                .patch("/api/memories/" + one)
                .then()
                .statusCode(200);

        api.get(other).then().body("validTo", nullValue()).body("supersededBy", nullValue());

        api.request().post("/api/memories/" + one + "/undo").then().statusCode(200);

        api.get(other).then().body("supersededBy", equalTo(one.toString()));

        api.request()
                .body(Map.of("content", "Ana works at Oerd", "type", "fact", "occurredAt", MARCH))
                .put("/api/memories/" + other)
                .then()
                .body("slot", nullValue())
                .body("supersededBy", nullValue());
    }

    @Test
    void shouldTakeNamesThatDifferInCaseAndSpacesForOneSlot() {
        UUID old = store(fact("Ana lives in Oslo", "home  Town", JANUARY));

        UUID current = store(fact("Ana lives in Rome", " home town ", MARCH));

        api.get(old).then().body("supersededBy", equalTo(current.toString()));
    }

    @Test
    void shouldKeepOneValueHoldingWhenManyArriveAtOnce() throws Exception {
        List<Callable<UUID>> stores = IntStream.range(0, 16)
                .<Callable<UUID>>mapToObj(
                        i -> () -> employer("Company " + i, "2026-01-%02dT00:00:00Z".formatted(i + 1)))
                .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var stored : threads.invokeAll(stores)) {
                stored.get();
            }
        }

        list("latestOnly=true").body("items.content", contains("Ana works at Company 15"));
        api.request()
                .get("/api/memories/slots?subject=ana&attribute=employer&asOf=2026-01-07T12:00:00Z")
                .then()
                .body("values", hasSize(16))
                .body("value.memory.content", equalTo("Ana works at Company 6"))
                .body("value.validTo", equalTo("2026-01-08T00:00:00Z"));
    }

    @Test
    void shouldTellWhatWasKnownAtARecordTime() {
        employer("Tern", JANUARY);
        String known = api.request().get("/api/memories").then().extract().path("items[0].createdAt");
        employer("Oerd", MARCH);

        api.request()
                .get("/api/memories/slots?subject=ANA&attribute=employer&knownAt=" + known)
                .then()
                .statusCode(200)
                .body("slot.subject", equalTo("ana"))
                .body("values.memory.content", contains("Ana works at Tern"))
                .body("value.validTo", nullValue())
                .body("more", equalTo(false));
        api.request()
                .get("/api/memories/slots?subject=ana&attribute=employer&limit=1")
                .then()
                .body("value.memory.content", equalTo("Ana works at Oerd"))
                .body("more", equalTo(true));
        Api.ofNewTenant()
                .request()
                .get("/api/memories/slots?subject=ana&attribute=employer")
                .then()
                .body("value", nullValue())
                .body("values", empty());
    }

    @Test
    void shouldLinkMemoriesWithoutSlotAndRefuseCircles() {
        UUID first = api.store("The office is in Den Helder");
        UUID second = api.store("The office is in Harlingen");
        UUID third = api.store("The office is in Leeuwarden");

        supersede(second, first).then().statusCode(200).body("supersededBy", equalTo(second.toString()));
        supersede(second, first).then().statusCode(200);
        supersede(third, second).then().statusCode(200);

        list("latestOnly=true").body("items.id", contains(third.toString()));
        supersede(first, third).then().statusCode(409).body("type", containsString("conflict"));
        supersede(third, third).then().statusCode(409);
        supersede(third, first).then().statusCode(409);

        api.request()
                .delete("/api/memories/" + second + "/supersedes/" + first)
                .then()
                .statusCode(200);
        api.request()
                .delete("/api/memories/" + second + "/supersedes/" + first)
                .then()
                .statusCode(404);

        list("latestOnly=true").body("items.id", contains(third.toString(), first.toString()));

        api.request().delete("/api/memories/" + third).then().statusCode(204);

        api.get(second).then().body("supersededBy", nullValue()).body("validTo", nullValue());
    }

    @Test
    void shouldNotLinkWhatIsInASlotNorAnothersMemory() {
        UUID slotted = employer("Tern", JANUARY);
        UUID free = api.store("free");
        UUID foreign = Api.ofNewTenant().store("foreign");

        supersede(free, slotted).then().statusCode(422).body("field", equalTo("former"));
        supersede(free, foreign).then().statusCode(404);
        supersede(foreign, free).then().statusCode(404);
        supersede(slotted, free).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/memories?asOf=yesterday, asOf",
        "/api/memories?latestOnly=perhaps, latestOnly",
        "/api/memories/slots?attribute=employer, slot.subject",
        "/api/memories/slots?subject=ana, slot.attribute",
        "/api/memories/slots?subject=ana&attribute=employer&knownAt=now, knownAt",
        "/api/memories/slots?subject=ana&attribute=employer&limit=0, limit"
    })
    void shouldRefuseWhatIsNoTimeOrName(String call, String field) {
        api.request().get(call).then().statusCode(422).body("field", equalTo(field));
    }

    @Test
    void shouldRefuseHalfASlot() {
        api.request()
                .body(Map.of("content", "x", "type", "fact", "slot", Map.of("subject", "ana")))
                .post("/api/memories")
                .then()
                .statusCode(422)
                .body("field", equalTo("slot.attribute"));
    }

    @Tag("slow")
    @Test
    void shouldFindTheCurrentValueOfManyFactsFirst() {
        int facts = 40;
        int updates = 4;
        for (int update = 0; update < updates; update++) {
            var items = new ArrayList<Map<String, Object>>();
            for (int i = 0; i < facts; i++) {
                var memory = new HashMap<String, Object>();
                memory.put("content", "The pilot of vessel" + i + " is person" + update + "x" + i);
                memory.put("type", "fact");
                memory.put("occurredAt", "2026-0%d-01T00:00:00Z".formatted(update + 1));
                memory.put("slot", Map.of("subject", "vessel" + i, "attribute", "pilot"));
                items.add(Map.of("op", "add", "memory", memory));
            }
            api.request()
                    .body(Map.of("items", items))
                    .post("/api/memories/batch")
                    .then()
                    .body("succeeded", equalTo(facts));
        }
        for (int i = 0; i < facts; i++) {
            int vessel = i;
            soon(() -> {
                assertThat(first(vessel, null)).isEqualTo("The pilot of vessel" + vessel + " is person3x" + vessel);
                assertThat(first(vessel, "2026-02-15T00:00:00Z"))
                        .isEqualTo("The pilot of vessel" + vessel + " is person1x" + vessel);
            });
        }
    }

    private @Nullable String first(int vessel, @Nullable String asOf) {
        var body = new HashMap<String, Object>();
        body.put("query", "Who is the pilot of vessel" + vessel + "?");
        body.put("limit", 3);
        if (asOf != null) {
            body.put("asOf", asOf);
        }
        return api.request()
                .body(body)
                .post("/api/memories/search")
                .then()
                .extract()
                .path("hits[0].memory.content");
    }
}
