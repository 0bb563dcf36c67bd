package io.mnemesh.memory.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class FeedbackApiTest {

    private final Api api = Api.ofNewTenant();

    private Response give(UUID id, String rating) {
        return api.request().body(Map.of("rating", rating)).put("/api/memories/" + id + "/feedback");
    }

    private Response search(Map<String, Double> priors) {
        return api.request()
                .body(Map.of("query", "How do we restart the pump?", "priors", priors))
                .post("/api/memories/search");
    }

    private void awaitBoth() {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(() -> search(Map.of())
                        .then()
                        .body("hits", hasSize(2))
                        .body("hits.semanticScore", everyItem(greaterThan(0f))));
    }

    @Test
    void shouldLearnFromFeedbackAndForgetItAgain() {
        UUID manual = api.store("Restart the pump with the red switch");
        UUID rumour = api.store("Restart the pump by kicking the pump");
        awaitBoth();
        List<String> before = search(Map.of()).then().extract().path("hits.memory.id");
        String first = before.getFirst();
        UUID loser = UUID.fromString(first);
        UUID winner = loser.equals(manual) ? rumour : manual;

        give(loser, "wrong")
                .then()
                .statusCode(200)
                .body("votes.wrong", equalTo(1))
                .body("weight.doubleValue()", closeTo(0.65, 1e-6));
        give(winner, "useful").then().statusCode(200).body("votes.useful", equalTo(1));

        assertThat(search(Map.of()).then().extract().<List<String>>path("hits.memory.id"))
                .containsExactly(winner.toString(), loser.toString());
        assertThat(search(Map.of())
                        .then()
                        .extract()
                        .<Number>path("hits[1].scoreBreakdown.learned")
                        .doubleValue())
                .isNegative();
        assertThat(search(Map.of("learned", 0.0)).then().extract().<List<String>>path("hits.memory.id"))
                .isEqualTo(before);

        api.request().delete("/api/memories/" + loser + "/feedback").then().body("weight", equalTo(1.0f));
        api.request().delete("/api/memories/" + winner + "/feedback").then().body("votes.useful", equalTo(0));

        assertThat(search(Map.of()).then().extract().<List<String>>path("hits.memory.id"))
                .isEqualTo(before);
    }

    @Test
    void shouldCountTheLatestWordOfAUser() {
        UUID id = api.store("once");

        give(id, "useful").then().body("votes.useful", equalTo(1));
        give(id, "not_useful").then().body("votes.useful", equalTo(0)).body("votes.notUseful", equalTo(1));

        api.request().get("/api/memories/" + id + "/feedback").then().body("votes.notUseful", equalTo(1));
    }

    @Test
    void shouldRefuseUnknownRatingsAndOtherTenants() {
        UUID id = api.store("mine");
        Api other = Api.ofNewTenant();

        give(id, "lovely").then().statusCode(422).body("field", equalTo("rating"));
        other.request()
                .body(Map.of("rating", "wrong"))
                .put("/api/memories/" + id + "/feedback")
                .then()
                .statusCode(404);
        other.request().get("/api/memories/" + id + "/feedback").then().statusCode(404);
        other.request().delete("/api/memories/" + id + "/feedback").then().statusCode(404);
        api.request().get("/api/memories/" + id + "/feedback").then().body("votes.wrong", equalTo(0));
    }
}
