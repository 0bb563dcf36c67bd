package io.mnemesh.embeddings.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.embeddings.Reference;
import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.embeddings.job.JobRepository.Claim;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.vector.TextVector;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class JobsTest extends ServiceTest {

    private static final String JOBS = "/api/embeddings/jobs";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    JobRepository repository;

    @Test
    @Tag("slow")
    void shouldEmbedACorpusOfSeveralChunks() {
        List<Reference> references = Reference.all();
        var texts = new ArrayList<>(
                IntStream.range(0, 150).mapToObj(n -> "text " + n).toList());
        references.forEach(reference -> texts.add(reference.text()));

        String id = submit(Map.of("texts", texts));
        awaitFinished(id).body("total", equalTo(155)).body("done", equalTo(155)).body("failed", equalTo(0));

        for (int i = 0; i < references.size(); i++) {
            List<Float> vector = get(JOBS + "/" + id + "/vectors?limit=1&from=" + (150 + i))
                    .statusCode(200)
                    .body("data", hasSize(1))
                    .body("data[0].index", equalTo(150 + i))
                    .extract()
                    .path("data[0].embedding");
            for (int d = 0; d < vector.size(); d++) {
                assertThat((double) vector.get(d)).isCloseTo(references.get(i).vector()[d], within(1e-5));
            }
        }
        get(JOBS + "/" + id + "/vectors?limit=100").body("data", hasSize(100)).body("next", equalTo(100));
        get(JOBS + "/" + id + "/vectors?limit=100&from=100")
                .body("data", hasSize(55))
                .body("next", equalTo(null));
    }

    @Test
    void shouldNotLetOneTextTakeTheOthersWithIt() {
        String id = submit(Map.of("texts", List.of("short", "word ".repeat(400), "also short"), "long_text", "error"));

        awaitFinished(id).body("done", equalTo(2)).body("failed", equalTo(1));

        get(JOBS + "/" + id + "/vectors")
                .body("data", hasSize(3))
                .body("data[1].problem", equalTo("Text 0 has more than the 256 tokens this model reads."))
                .body("data[1].embedding", equalTo(null));
    }

    @Test
    void shouldReportLongTexts() {
        String id = submit(Map.of("texts", List.of("word ".repeat(400)), "long_text", "mean"));

        awaitFinished(id);

        get(JOBS + "/" + id + "/vectors")
                .body("data[0].parts", equalTo(2))
                .body("data[0].tokens", equalTo(404))
                .body("data[0].truncated", equalTo(false));
    }

    @Test
    void shouldSendEventsUntilTheJobIsFinished() throws IOException {
        String id = submit(Map.of("texts", Collections.nCopies(100, "followed")));

        String stream = given().auth()
                .oauth2(token("acme"))
                .accept("text/event-stream")
                .get(JOBS + "/" + id + "/events")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        List<String> events =
                stream.lines().filter(line -> line.startsWith("data:")).toList();
        JsonNode last = JSON.readTree(events.getLast().substring("data:".length()));
        assertThat(last.path("state").asText()).isEqualTo("finished");
        assertThat(last.path("done").asInt()).isEqualTo(100);
    }

    @Test
    void shouldStoreAChunkOnceThatTwoHaveComputed() {
        var tenant = new TenantId("acme");
        var job = new Job(
                UUID.randomUUID(), "all-MiniLM-L6-v2", LongText.END, 2, 0, 0, OffsetDateTime.now(ZoneOffset.UTC));
        repository.add(tenant, "ana", job, List.of("a", "b")).await().atMost(LONG);
        var claim = new Claim(job.id(), tenant);
        var text = new JobText(0, new TextVector(new float[] {1}, 3, 3, 1), null);

        repository.save(claim, List.of(text)).await().atMost(LONG);
        repository
                .save(claim, List.of(text, new JobText(1, null, "why")))
                .await()
                .atMost(LONG);

        Job stored = repository.find(tenant, job.id()).await().atMost(LONG).orElseThrow();
        assertThat(stored.done() + stored.failed()).isEqualTo(2);
        assertThat(stored.finished()).isTrue();
    }

    @Test
    void shouldRemoveAJob() {
        String id = submit(Map.of("texts", List.of("given up")));

        given().auth().oauth2(token("acme")).delete(JOBS + "/" + id).then().statusCode(204);

        get(JOBS + "/" + id).statusCode(404);
        get(JOBS + "/" + id + "/vectors").statusCode(404);
        get(JOBS + "/" + id + "/events").statusCode(404);
        given().auth().oauth2(token("acme")).delete(JOBS + "/" + id).then().statusCode(404);
    }

    @Test
    void shouldHideTheJobsOfOtherTenants() {
        String id = submit(Map.of("texts", List.of("secret")));

        given().auth().oauth2(token("other")).get(JOBS + "/" + id).then().statusCode(404);
        given().auth()
                .oauth2(token("other"))
                .get(JOBS + "/" + id + "/vectors")
                .then()
                .statusCode(404);
        given().auth().oauth2(token("other")).delete(JOBS + "/" + id).then().statusCode(404);
        get(JOBS + "/" + id).statusCode(200);
    }

    @Test
    void shouldRefuseWithoutAToken() {
        given().contentType(ContentType.JSON)
                .body("{\"texts\":[\"x\"]}")
                .post(JOBS)
                .then()
                .statusCode(401);
        given().get(JOBS + "/" + UUID.randomUUID()).then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|422|texts",
                "{\"texts\":[]}|422|texts",
                "{\"texts\":[\"a\",\"\"]}|422|texts[1]",
                "{\"texts\":[null]}|422|texts[0]",
                "{\"texts\":[\"a\\u0000b\"]}|422|texts[0]",
                "{\"texts\":[\"a\"],\"long_text\":\"start\"}|422|long_text"
            })
    void shouldNameWhatIsNotAcceptable(String body, int status, String field) {
        post(body).statusCode(status).body("field", equalTo(field));
    }

    @Test
    void shouldRefuseWhatIsTooMuchOrUnknown() {
        post(Map.of("texts", Collections.nCopies(10_001, "x"))).statusCode(413).body("field", equalTo("texts"));
        post(Map.of("texts", List.of("x"), "model", "gpt-9")).statusCode(404);
        get(JOBS + "/" + UUID.randomUUID()).statusCode(404);
        get(JOBS + "/" + UUID.randomUUID() + "/vectors?limit=257").statusCode(422);
    }

    private static String submit(Object body) {
        ValidatableResponse response = post(body).statusCode(202).body("state", equalTo("running"));
        String id = response.extract().path("id");
        assertThat(response.extract().header("Location")).endsWith(JOBS + "/" + id);
        return id;
    }

    private static ValidatableResponse awaitFinished(String id) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> "finished".equals(get(JOBS + "/" + id).extract().path("state")));
        return get(JOBS + "/" + id).statusCode(200);
    }

    private static ValidatableResponse get(String path) {
        return given().auth().oauth2(token("acme")).get(path).then();
    }

    private static ValidatableResponse post(Object body) {
        return given().auth()
                .oauth2(token("acme"))
                .contentType(ContentType.JSON)
                .body(body)
                .post(JOBS)
                .then();
    }

    private static String token(String tenant) {
        return TestTokens.of(tenant, "ana");
    }
}
