package io.mnemesh.memory.search;

import static io.mnemesh.memory.fake.FakeEmbeddings.Behaviour.AWAY;
import static io.mnemesh.memory.fake.FakeEmbeddings.Behaviour.SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.fake.FakeEmbeddings;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class SearchApiTest {

    @Inject
    FakeEmbeddings embeddings;

    private final Api api = Api.ofNewTenant();

    @Test
    void shouldFindByWordsAndMeaningBestFirst() {
        UUID seat = api.store("Ana prefers window seats", Map.of("user", "ana"));
        UUID coffee = api.store("The coffee machine on floor two is broken", Map.of("user", "bob"));

        soon(() -> api.search("window seats", Map.of())
                .then()
                .statusCode(200)
                .body("mode", equalTo("hybrid"))
                .body("$", not(hasKey("notice")))
                .body("hits", hasSize(2))
                .body("hits[0].memory.id", equalTo(seat.toString()))
                .body("hits[0].memory.embedded", equalTo(true))
                .body("hits[0].memory.context.user", equalTo("ana"))
                .body("hits[0].lexicalScore", equalTo(1.0f))
                .body("hits[0].semanticScore.doubleValue()", closeTo(0.7, 0.15))
                .body("hits[1].memory.id", equalTo(coffee.toString()))
                .body("hits[1].lexicalScore", equalTo(0.0f)));
    }

    @Test
    void shouldExplainItsScores() {
        UUID asked = api.store("Which boat did you buy?", Map.of("conversation", "c", "user", "ana"));
        UUID told = api.store("The small red one.", Map.of("conversation", "c", "user", "bob"));

        soon(() -> {
            var answer = api.request()
                    .body(Map.of("query", "Which boat did Bob buy?", "explain", true))
                    .post("/api/memories/search")
                    .then()
                    .statusCode(200)
                    .body("hits", hasSize(2))
                    .body("mode", equalTo("hybrid"))
                    .body("nextCursor", nullValue())
                    .body("candidates.lexical.id", contains(asked.toString()))
                    .body("candidates.semantic.id", containsInAnyOrder(asked.toString(), told.toString()))
                    .extract();
            for (int i = 0; i < 2; i++) {
                Map<String, Number> breakdown = answer.path("hits[" + i + "].scoreBreakdown");
                assertThat(breakdown)
                        .containsOnlyKeys(
                                "lexical",
                                "semantic",
                                "window",
                                "session",
                                "speaker",
                                "form",
                                "time",
                                "recency",
                                "importance",
                                "update",
                                "learned");
                assertThat(breakdown.values().stream()
                                .mapToDouble(Number::doubleValue)
                                .sum())
                        .isCloseTo(answer.<Number>path("hits[" + i + "].score").doubleValue(), within(1e-5));
            }
        });
        api.request()
                .body(Map.of("query", "boat", "priors", Map.of("window", 0, "session", 0)))
                .post("/api/memories/search")
                .then()
                .body("hits[0].scoreBreakdown", not(hasKey("window")))
                .body("$", not(hasKey("candidates")));
    }

    @Test
    void shouldPageWithoutShortPages() {
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            stored.add(api.store("page me " + i).toString());
        }
        soon(() -> api.search("page", Map.of()).then().body("hits", hasSize(10)).body("mode", equalTo("hybrid")));
        soon(() -> assertThat(pages(7)).containsExactlyInAnyOrderElementsOf(stored));
    }

    private List<String> pages(int limit) {
        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            var body = new HashMap<String, Object>(Map.of("query", "page", "limit", limit));
            if (cursor != null) {
                body.put("cursor", cursor);
            }
            var answer = api.request()
                    .body(body)
                    .post("/api/memories/search")
                    .then()
                    .statusCode(200)
                    .extract();
            List<String> ids = answer.path("hits.memory.id");
            cursor = answer.path("nextCursor");
            assertThat(cursor == null || ids.size() == limit).isTrue();
            found.addAll(ids);
        } while (cursor != null);
        return found;
    }

    @Test
    void shouldRefuseWhatIsNotAcceptable() {
        for (var bad : List.of(
                Map.entry("priors", Map.of("luck", 1)),
                Map.entry("priors.window", Map.of("window", 2.5)),
                Map.entry("priors.window", Map.of("window", -1)))) {
            refused(Map.of("query", "x", "priors", bad.getValue()), bad.getKey());
        }
        refused(Map.of("query", "x", "filter", Map.of("or", List.of())), "filter.or");
        refused(
                Map.of("query", "x", "filter", Map.of("not", List.of(Map.of("user", "a"), Map.of("user", "")))),
                "filter.not[1].user");
        refused(Map.of("query", "x", "filter", Map.of("or", Collections.nCopies(64, Map.of()))), "filter.or[63]");
        refused(
                Map.of(
                        "query",
                        "x",
                        "filter",
                        Map.of("storedFrom", "2026-01-02T00:00:00Z", "storedTo", "2026-01-01T00:00:00Z")),
                "filter.storedTo");
        refused(Map.of("query", "x", "diversity", 1.1), "diversity");
        refused(Map.of("query", "x", "diversity", 0.5, "cursor", "AAAA"), "diversity");
        refused(Map.of("query", "x", "cursor", "AAAA"), "cursor");
        refused(Map.of("query", "x", "cursor", "not base64!"), "cursor");
        refused(Map.of("query", "x", "askedAt", "yesterday"), "askedAt");
    }

    private void refused(Map<String, Object> body, String field) {
        api.request()
                .body(body)
                .post("/api/memories/search")
                .then()
                .statusCode(422)
                .body("type", endsWith("invalid-value"))
                .body("field", equalTo(field));
    }

    @Test
    void shouldLeaveOutNamesOfSpeakersInTheVectorOfAQuestion() {
        assertThat(QuestionVectors.without(Set.of("ana"), "What did Ana's sister say to Ana?"))
                .isEqualTo("What did sister say to ?");
        assertThat(QuestionVectors.without(Set.of("ana"), "Ana?")).isEqualTo("Ana?");
        assertThat(QuestionVectors.without(Set.of(), "Ana  is")).isEqualTo("Ana  is");
    }

    @Test
    void shouldSearchOnlyWhatPassesTheFilter() {
        UUID anas = api.store("a note", Map.of("user", "ana", "tags", List.of("x"), "attributes", Map.of("k", "v")));
        UUID bobs = api.store("a note", Map.of("user", "bob"));
        soon(() -> api.search("note", Map.of())
                .then()
                .body("hits.memory.id", containsInAnyOrder(anas.toString(), bobs.toString())));

        for (Map<String, ?> filter : List.of(
                Map.of("user", "ana"),
                Map.of("tags", List.of("x")),
                Map.of("attributes", Map.of("k", "v")),
                Map.of("type", "fact", "user", "ana"))) {
            api.search("note", filter).then().statusCode(200).body("hits.memory.id", contains(anas.toString()));
        }
        for (Map<String, ?> filter : List.of(
                Map.of("or", List.of(Map.of("user", "ana"), Map.of("user", "chidi"))),
                Map.of("not", List.of(Map.of("user", "bob"))),
                Map.of("and", List.of(Map.of("tags", "x"), Map.of("not", List.of(Map.of("type", "error"))))))) {
            api.search("note", filter).then().statusCode(200).body("hits.memory.id", contains(anas.toString()));
        }
        api.search("note", Map.of("storedTo", "2001-01-01T00:00:00Z")).then().body("hits", empty());
        api.search("note", Map.of("type", List.of("error"))).then().body("hits", empty());
        api.search("note", Map.of("to", "2001-01-01T00:00:00Z")).then().body("hits", empty());
    }

    @Test
    void shouldSearchByWordsAndSayItWhenEmbeddingsAreAway() {
        for (FakeEmbeddings.Behaviour behaviour : List.of(AWAY, SILENT)) {
            Api own = Api.ofNewTenant();
            embeddings.behave(own.tenant(), behaviour);
            UUID id = own.store("lexical words only");

            soon(() -> own.search("lexical", Map.of())
                    .then()
                    .statusCode(200)
                    .body("mode", equalTo("lexical"))
                    .body("notice", containsString("words only"))
                    .body("hits.memory.id", contains(id.toString()))
                    .body("hits[0].semanticScore", nullValue()));
        }
    }

    @Test
    void shouldNotAnswerADeletedMemory() {
        UUID id = api.store("short lived");
        soon(() -> assertThat(api.found("lived")).contains(id.toString()));

        api.delete(id).then().statusCode(204);

        assertThat(api.found("lived")).isEmpty();
    }

    @Test
    void shouldNeverFindAnotherTenantsMemory() {
        UUID id = api.store("shared words");
        soon(() -> assertThat(api.found("shared")).containsExactly(id.toString()));

        assertThat(Api.ofNewTenant().found("shared words")).isEmpty();
    }

    @Test
    void shouldBoundTheNumberOfHits() {
        for (int i = 0; i < 4; i++) {
            api.store("same text " + i);
        }

        soon(() -> api.request()
                .body(Map.of("query", "same text", "limit", 3))
                .post("/api/memories/search")
                .then()
                .statusCode(200)
                .body("hits", hasSize(3)));
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(check);
    }
}
