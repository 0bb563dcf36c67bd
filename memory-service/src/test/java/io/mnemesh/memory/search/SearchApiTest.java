package io.mnemesh.memory.search;

import static io.mnemesh.memory.fake.FakeEmbeddings.Behaviour.AWAY;
import static io.mnemesh.memory.fake.FakeEmbeddings.Behaviour.SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
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
import java.util.List;
import java.util.Map;
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
                .body("$", not(org.hamcrest.Matchers.hasKey("notice")))
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
