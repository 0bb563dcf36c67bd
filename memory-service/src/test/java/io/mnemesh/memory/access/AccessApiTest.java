package io.mnemesh.memory.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import io.mnemesh.memory.feedback.Feedback;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class AccessApiTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TIME = "\"tookMs\":[0-9.E-]+";

    /** How rare words are, and so every score, moves a little with what other tests have stored in the same index. */
    private static final String WORDS = "\"(score|lexicalScore|lexical)\":[0-9.E-]+,?";

    @Inject
    AccessFlush flush;

    @Inject
    Feedback feedback;

    @Inject
    AccessLog log;

    @Inject
    Warming warming;

    @Inject
    Pool pool;

    private final Api api = Api.ofNewTenant();

    private void written() {
        flush.write().await().atMost(SOON);
        feedback.relearn(new TenantId(api.tenant())).await().atMost(SOON);
    }

    private String search(Map<String, Double> priors) {
        return api.request()
                .body(Map.of("query", "How do we restart the pump?", "priors", priors))
                .post("/api/memories/search")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .replaceAll(TIME, "")
                .replaceAll(WORDS, "");
    }

    private List<UUID> pumps() {
        List<UUID> ids =
                List.of(api.store("Restart the pump with the red switch"), api.store("Restart the pump by kicking it"));
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(() -> {
            assertThat(ids).allSatisfy(id -> api.get(id).then().body("embedded", equalTo(true)));
            api.search("How do we restart the pump?", Map.of())
                    .then()
                    .body("hits", hasSize(2))
                    .body("hits.findAll { it.semanticScore != null }", hasSize(2));
        });
        written();
        return ids;
    }

    @Tag("slow")
    @Test
    void shouldRankHigherWhatIsReadMuchAndSayWhy() {
        List<UUID> ids = pumps();
        List<String> before = api.found("How do we restart the pump?");
        UUID second = UUID.fromString(before.get(1));
        String off = search(Map.of("learned", 0.0));
        for (int i = 0; i < 60; i++) {
            api.get(second).then().statusCode(200);
        }
        written();

        api.search("How do we restart the pump?", Map.of())
                .then()
                .body(
                        "hits.find { it.memory.id == '" + second + "' }.scoreBreakdown.learned.doubleValue()",
                        greaterThan(0.0));
        api.request()
                .get("/api/memories/" + second + "/feedback")
                .then()
                .body("votes.useful", equalTo(0))
                .body("use.doubleValue()", greaterThan(1.4))
                .body("weight.doubleValue()", greaterThan(1.15));
        assertThat(search(Map.of("learned", 0.0))).isEqualTo(off);
        assertThat(ids).contains(second);
    }

    @Tag("slow")
    @Test
    void shouldWeighUseTogetherWithVoicesAndNeverBeyondTheBounds() {
        UUID id = api.store("Restart the pump");
        for (int i = 0; i < 15; i++) {
            api.get(id).then().statusCode(200);
        }
        written();

        api.request()
                .get("/api/memories/" + id + "/feedback")
                .then()
                .body("use.doubleValue()", closeTo(1, 0.01))
                .body("weight.doubleValue()", closeTo(1 + 0.5 / 3, 0.01));
        api.request()
                .body(Map.of("rating", "wrong"))
                .put("/api/memories/" + id + "/feedback")
                .then()
                .body("weight.doubleValue()", closeTo(1 - 0.7 / 5, 0.01));
    }

    @Test
    void shouldNotRankHigherWhatWasOnlyShown() {
        UUID id = api.store("Restart the pump");
        log.hits(new TenantId(api.tenant()), Collections.nCopies(1_000, id));
        written();

        api.request()
                .get("/api/memories/" + id + "/feedback")
                .then()
                .body("use.doubleValue()", equalTo(0.0))
                .body("weight.doubleValue()", equalTo(1.0));

        log.read(new TenantId(api.tenant()), id);
        written();
        log.read(new TenantId(api.tenant()), id);
        written();

        api.request().get("/api/memories/" + id + "/feedback").then().body("use.doubleValue()", closeTo(0.396, 0.001));
    }

    @Test
    void shouldForgetAccessesWithTheMemory() {
        UUID id = api.store("Restart the pump");
        api.get(id).then().statusCode(200);
        written();
        api.get(id).then().statusCode(200);
        api.delete(id).then().statusCode(204);

        written();

        assertThat(rows(id)).isZero();
    }

    /** Events of a memory that was just stored drop what is cached of it, also what was warmed meanwhile: then another. */
    @Tag("slow")
    @Test
    void shouldPutWhatIsUsedMostIntoTheCaches() {
        await().atMost(SOON).untilAsserted(() -> {
            String conversation = UUID.randomUUID().toString();
            UUID id = api.store("Restart the pump", Map.of("conversation", conversation));
            UUID other = api.store("Never read");
            log.read(new TenantId(api.tenant()), id);
            written();

            Warming.Warmed warmed = warming.run().await().atMost(SOON);

            assertThat(warmed.memories()).isPositive();
            assertThat(warmed.conversations()).isPositive();
            behindTheCaches(id);
            behindTheCaches(other);
            api.get(id).then().statusCode(200).body("content", equalTo("Restart the pump"));
            api.get(other).then().statusCode(404);
            api.request()
                    .get("/api/conversations/" + conversation + "/memories")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(1));
        });
    }

    private long rows(UUID id) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery("select set_config('mnemesh.tenant', $1, true)")
                        .execute(Tuple.of(api.tenant()))
                        .chain(() -> connection
                                .preparedQuery("select count(*) from memory_access where memory_id = $1")
                                .execute(Tuple.of(id))))
                .await()
                .atMost(SOON)
                .iterator()
                .next()
                .getLong(0);
    }

    private void behindTheCaches(UUID id) {
        pool.withTransaction(connection -> connection
                        .preparedQuery("select set_config('mnemesh.tenant', $1, true)")
                        .execute(Tuple.of(api.tenant()))
                        .chain(() -> connection
                                .preparedQuery("delete from memory where id = $1")
                                .execute(Tuple.of(id))))
                .await()
                .atMost(SOON);
    }
}
