package io.mnemesh.intelligence.errors.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.intelligence.support.FakeEmbeddings;
import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class ErrorResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    @Inject
    Mesh mesh;

    @Inject
    FakeEmbeddings embeddings;

    @TestHTTPResource
    URI server;

    private String tenant;

    @BeforeEach
    void newTenant() {
        tenant = "r-" + UUID.randomUUID();
    }

    @Test
    void shouldAnswerWithGroupAndResolutionsWhenTheErrorIsKnown() {
        mesh.error(tenant, "Connection to 10.4.2.17:5432 refused after 3000 ms", "Restarted the pooler.", AT);
        mesh.error(tenant, "Connection to 10.4.2.18:5432 refused after 2000 ms", null, AT.plusSeconds(9));
        UUID far = mesh.error(tenant, "Board stopped because the card is read only", "New card.", AT);
        learned(3);

        analyze("Connection to 10.9.9.9:5432 refused after 3001 ms")
                .then()
                .statusCode(200)
                .body("group.template", equalTo("Connection to <*> refused after <*>"))
                .body("group.occurrences", equalTo(2))
                .body("group.firstSeen", equalTo("2026-11-01T10:00:00Z"))
                .body("group.lastSeen", equalTo("2026-11-01T10:00:09Z"))
                .body("similar", hasSize(2))
                .body("similar[0].resolution", equalTo("Restarted the pooler."))
                .body("similar[0].at", equalTo("2026-11-01T10:00:00Z"))
                .body("similar.findAll { it.memoryId == '" + far + "' }", empty())
                .body("confidence", allOf(greaterThan(0.4f), lessThan(0.6f)))
                .body("notice", nullValue());
    }

    @Test
    void shouldFindSimilarErrorsOfOtherGroups() {
        mesh.error(tenant, "Database refused a connection because its pool is exhausted", "Raised the pool.", AT);
        learned(1);

        analyze("The connection pool of the database is exhausted")
                .then()
                .statusCode(200)
                .body("group", nullValue())
                .body("similar[0].resolution", equalTo("Raised the pool."))
                .body("confidence", lessThan(0.5f));
    }

    @Test
    void shouldSayThatEvidenceIsMissing() {
        analyze("something nobody has seen")
                .then()
                .statusCode(200)
                .body("group", nullValue())
                .body("similar", empty())
                .body("confidence", equalTo(0.0f))
                .body("notice", containsString("no error has been learned"));

        mesh.error(tenant, "disk full on node17", null, AT);
        learned(1);

        analyze("disk full on node18")
                .then()
                .body("group.occurrences", equalTo(1))
                .body("confidence", equalTo(0.0f))
                .body("notice", containsString("none of them has a recorded resolution"));
        analyze("Quarterly zebra migration")
                .then()
                .body("group", nullValue())
                .body("similar", empty())
                .body("notice", containsString("none of the 1 learned errors is similar"));
    }

    @Test
    void shouldFallBackToWordsWhenEmbeddingsAreAway() {
        embeddings.leave(tenant);
        mesh.error(tenant, "disk full on node17", "Deleted old logs.", AT);
        learned(1);

        analyze("disk full on node18")
                .then()
                .statusCode(200)
                .body("group.occurrences", equalTo(1))
                .body("similar[0].resolution", equalTo("Deleted old logs."))
                .body("notice", containsString("by template and words only"));
    }

    @Test
    void shouldListGroupsPageByPage() {
        for (int i = 0; i < 5; i++) {
            mesh.error(
                    tenant,
                    List.of("alpha broke", "beta fell", "gamma burnt", "delta sank", "omega froze")
                            .get(i),
                    null,
                    AT.plusSeconds(i));
        }
        learned(5);

        var templates = new ArrayList<String>();
        String cursor = null;
        int pages = 0;
        do {
            var request = as("ana").queryParam("limit", 2);
            Map<?, ?> page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/api/ai/errors")
                    .then()
                    .statusCode(200)
                    .extract()
                    .body()
                    .as(Map.class);
            ((List<?>) page.get("items")).forEach(item -> templates.add((String) ((Map<?, ?>) item).get("template")));
            cursor = (String) page.get("nextCursor");
            pages++;
        } while (cursor != null);

        assertThat(templates).containsExactly("omega froze", "delta sank", "gamma burnt", "beta fell", "alpha broke");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void shouldShowAGroupToItsTenantOnly() {
        mesh.error(tenant, "disk full on node17", "Deleted old logs.", AT);
        learned(1);
        UUID id = mesh.learned(tenant).getFirst().groupId();

        as("ana")
                .get("/api/ai/errors/" + id)
                .then()
                .statusCode(200)
                .body("template", equalTo("disk full on node<*>"))
                .body("latest", hasSize(1))
                .body("latest[0].resolution", equalTo("Deleted old logs."));
        given().auth()
                .oauth2(TestTokens.of("someone-else", "eve"))
                .get("/api/ai/errors/" + id)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", containsString("not-found"));
        as("ana").get("/api/ai/errors/not-an-id").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "cursor=abc",
                "cursor=%00",
                "cursor=_________________________________w"
            })
    void shouldRefuseABadPage(String query) {
        as("ana")
                .urlEncodingEnabled(false)
                .get("/api/ai/errors?" + query)
                .then()
                .statusCode(422)
                .body("field", equalTo(query.substring(0, query.indexOf('='))));
    }

    @Test
    void shouldAskForAToken() {
        given().contentType("application/json")
                .body("{\"error\":\"x\"}")
                .post("/api/ai/analyze-error")
                .then()
                .statusCode(401)
                .body("type", containsString("unauthenticated"));
        given().get("/api/ai/errors").then().statusCode(401);
        given().get("/api/ai/errors/" + UUID.randomUUID()).then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.expired(tenant, "ana"))
                .get("/api/ai/errors")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"  \\n\"}", "{\"error\":\"\"}", "{}", "{\"error\":null}"})
    void shouldRefuseABlankError(String body) {
        post(body)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo("error"));
    }

    @Test
    void shouldNameAnUnknownMember() {
        post("{\"error\":\"x\",\"colour\":\"red\"}")
                .then()
                .statusCode(400)
                .body("type", containsString("malformed-request"))
                .body("detail", containsString("colour"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"x\"", "{\"error\":{}}"})
    void shouldRefuseWhatIsNoRequest(String body) {
        post(body).then().statusCode(400).body("type", containsString("malformed-request"));
    }

    @Test
    void shouldTellHistoryResolutionsAndWhatIsMissing() {
        mesh.error(tenant, "disk full on node17", "Deleted old logs.", AT);
        learned(1);

        analyze("disk full on node18")
                .then()
                .statusCode(200)
                .body("history.lastWeek", greaterThan(-1))
                .body("history.trend", equalTo("unknown"))
                .body("history.episodes", equalTo(1))
                .body("history.coOccurring", empty())
                .body("history.probableCause", nullValue())
                .body("resolutions", hasSize(1))
                .body("resolutions[0].resolution", equalTo("Deleted old logs."))
                .body("resolutions[0].untold", equalTo(1))
                .body("resolutions[0].success", equalTo(0.6f))
                .body("missing", hasSize(3));
    }

    @Test
    void shouldKnowNoMergeThatIsNotThere() {
        for (String id : List.of(UUID.randomUUID().toString(), "nonsense")) {
            as("ana")
                    .delete("/api/ai/errors/merges/" + id)
                    .then()
                    .statusCode(404)
                    .body("type", containsString("not-found"));
        }
        given().delete("/api/ai/errors/merges/" + UUID.randomUUID()).then().statusCode(401);
    }

    @Test
    void shouldRefuseATextBeyondTheLimit() {
        analyze("x".repeat(600_000)).then().statusCode(413).body("type", containsString("too-large"));
    }

    @Test
    void shouldRefuseATenMegabyteStackTrace() throws Exception {
        byte[] body = ("{\"error\":\"" + "\\tat a.b.C.d(C.java:1)\\n".repeat(450_000) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(body).hasSizeGreaterThan(10_000_000);

        // The answer comes before the body is sent, so this speaks HTTP by hand and sends the head only.
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/ai/analyze-error HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Authorization: Bearer " + TestTokens.of(tenant, "ana") + "\r\nContent-Length: "
                            + body.length
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(head).isEqualTo("HTTP/1.1 413");
        }
    }

    private void learned(int errors) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(mesh.learned(tenant)).hasSize(errors));
    }

    private Response analyze(String error) {
        return as("ana")
                .contentType("application/json")
                .body(Map.of("error", error))
                .post("/api/ai/analyze-error");
    }

    private Response post(String body) {
        return as("ana").contentType("application/json").body(body).post("/api/ai/analyze-error");
    }

    private RequestSpecification as(String user) {
        return given().auth().oauth2(TestTokens.of(tenant, user));
    }
}
