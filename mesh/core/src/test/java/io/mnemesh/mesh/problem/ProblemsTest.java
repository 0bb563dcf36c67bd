package io.mnemesh.mesh.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private final ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());

    ProblemsTest() {
        new StrictJson().customize(mapper);
    }

    record Inner(int count) {}

    enum Colour {
        RED,
        BLUE
    }

    record Body(String name, Inner inner, List<String> tags, Colour colour, Instant at) {}

    @Test
    void shouldNameTheMemberOrTheLine() {
        assertThat(detail("{\"nam\":1}"))
                .isEqualTo("The member 'nam' is not known here; known are at, colour, inner, name, tags.");
        assertThat(detail("{\"inner\":{\"count\":\"5\"}}")).isEqualTo("The member 'inner.count' has to be a number.");
        assertThat(detail("{\"inner\":{\"count\":1.5}}")).isEqualTo("The member 'inner.count' has to be a number.");
        assertThat(detail("{\"name\":5}")).isEqualTo("The member 'name' has to be a string.");
        assertThat(detail("{\"tags\":[\"a\",true]}")).isEqualTo("The member 'tags[1]' has to be a string.");
        assertThat(detail("{\"tags\":\"a\"}")).isEqualTo("The member 'tags' has to be an array.");
        assertThat(detail("{\"colour\":\"green\"}")).isEqualTo("The member 'colour' has to be one of RED, BLUE.");
        assertThat(detail("{\"at\":\"yesterday\"}"))
                .isEqualTo("The member 'at' has to be a time like 2026-01-31T08:15:30Z.");
        assertThat(detail("{\n\n  oops")).isEqualTo("The body is not valid JSON: see line 3.");
        assertThat(detail("{} {}")).startsWith("The body is not");
        assertThat(detail("[]")).isEqualTo("The body is not the JSON document that is needed here.");
        assertThat(detail("")).isEqualTo("The body is empty; a JSON document is needed.");
        assertThat(detail("{\"name\":\"a\",\"name\":\"b\"}")).startsWith("The body is not valid JSON");
        assertThat(detail("[".repeat(2000))).isNotEmpty();
    }

    @Test
    void shouldNeverNameAClass() {
        for (String json :
                List.of("{\"inner\":5}", "[]", "{\"inner\":{\"count\":null}}", "{\"x\":1}", "{\"at\":[]}", "nul")) {
            assertThat(detail(json))
                    .as(json)
                    .doesNotContain("io.mnemesh")
                    .doesNotContain("java.")
                    .doesNotContain("Body");
        }
    }

    @Test
    void shouldHideAnUnexpectedFailureBehindAnId() {
        ProblemAnswer answer = Problems.answer(new IllegalStateException("secret of com.example.Thing"));
        var json = new JsonObject(answer.body());
        assertThat(answer.status()).isEqualTo(500);
        assertThat(json.getString("type")).isEqualTo("https://mnemesh.io/problems/internal");
        assertThat(json.getString("instance")).startsWith("urn:uuid:");
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("IllegalState");
    }

    @Test
    void shouldSayUnavailableWhenAServerIsAwayHoweverItIsWrapped() {
        var full = new RuntimeException("Retries exhausted", new IllegalStateException("Timeout"));

        ProblemAnswer answer = Problems.answer(full);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(new JsonObject(answer.body()).getString("type"))
                .isEqualTo("https://mnemesh.io/problems/unavailable");
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void shouldSendTheHeadersThatBelongToAProblem() {
        var limit =
                new ProblemException(ProblemType.TOO_MANY_REQUESTS, "Slower.", Map.of(), Duration.ofMillis(1200), null);
        assertThat(Problems.answer(limit).headers()).containsEntry("Retry-After", "2");
        assertThat(Problems.answer(Problems.tokenMissing()).headers())
                .containsEntry("WWW-Authenticate", "Bearer realm=\"mnemesh\"");
        assertThat(Problems.answer(new ProblemException(ProblemType.UNAUTHENTICATED, "Wrong."))
                        .headers())
                .containsEntry("WWW-Authenticate", "Bearer realm=\"mnemesh\", error=\"invalid_token\"");
        assertThat(Problems.answer(new NotFoundException()).status()).isEqualTo(404);
    }

    @Test
    void shouldNotLetExtensionsReplaceStandardMembers() {
        var problem =
                new ProblemException(ProblemType.CONFLICT, "Taken.", Map.of("status", 200, "name", "x"), null, null);
        JsonObject json = ProblemDocument.of(problem).toJson();
        assertThat(json.getInteger("status")).isEqualTo(409);
        assertThat(json.getString("name")).isEqualTo("x");
    }

    private String detail(String json) {
        Throwable failure = catchThrowable(() -> mapper.readValue(json, Body.class));
        ProblemException problem = ProblemTranslator.translate(failure).orElseThrow();
        assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
        return problem.detail();
    }
}
