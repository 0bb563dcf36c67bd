package io.mnemesh.embeddings.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.embeddings.Reference;
import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths in the shape of Text Embeddings Inference. */
@QuarkusTest
class TeiApiTest extends ServiceTest {

    @Test
    void shouldAnswerWithAListOfVectors() {
        List<Reference> references = Reference.all();

        List<List<Float>> vectors = post(
                        "/embed",
                        Map.of(
                                "inputs",
                                references.stream().map(Reference::text).toList(),
                                "truncate",
                                true))
                .statusCode(200)
                .contentType(ContentType.JSON)
                .extract()
                .path("$");

        assertThat(vectors).hasSameSizeAs(references);
        for (int i = 0; i < references.size(); i++) {
            assertThat(vectors.get(i)).hasSize(384);
            for (int d = 0; d < 384; d++) {
                assertThat((double) vectors.get(i).get(d))
                        .isCloseTo(references.get(i).vector()[d], within(1e-5));
            }
        }
    }

    @Test
    void shouldTakeOneTextAndTokenIds() {
        Reference reference = Reference.all().getFirst();
        float first = (float) reference.vector()[0];

        float ofText = post("/embed", Map.of("inputs", reference.text(), "normalize", true))
                .statusCode(200)
                .body("$", hasSize(1))
                .extract()
                .<Float>path("[0][0]");
        float ofTokens = post("/embed", Map.of("inputs", List.of(reference.tokens()), "dimensions", 384))
                .statusCode(200)
                .extract()
                .<Float>path("[0][0]");

        assertThat(ofText).isCloseTo(first, within(1e-5f)).isEqualTo(ofTokens);
    }

    @Test
    void shouldLeaveVectorsAsLongAsTheyArePooledWhenAskedTo() {
        String text = "as long as it was pooled " + UUID.randomUUID();

        List<Float> pooled = vector(Map.of("inputs", text, "normalize", false));
        List<Float> unit = vector(Map.of("inputs", text));

        double length = length(pooled);
        assertThat(Math.abs(length - 1)).isGreaterThan(0.01);
        assertThat(length(unit)).isCloseTo(1, within(1e-6));
        for (int d = 0; d < 384; d++) {
            assertThat(pooled.get(d) / length).isCloseTo((double) unit.get(d), within(1e-6));
        }
        // Neither comes from what is kept of the other.
        assertThat(vector(Map.of("inputs", text, "normalize", false))).isEqualTo(pooled);
        assertThat(vector(Map.of("inputs", text, "normalize", true))).isEqualTo(unit);
        assertThat(vector(Map.of("inputs", text, "normalize", false, "dimensions", 8)))
                .isEqualTo(pooled.subList(0, 8));
    }

    private static List<Float> vector(Map<String, ?> request) {
        return post("/embed", request).statusCode(200).extract().path("[0]");
    }

    private static double length(List<Float> vector) {
        return Math.sqrt(
                vector.stream().mapToDouble(value -> (double) value * value).sum());
    }

    @Test
    void shouldCompareATextWithOthers() {
        List<Float> similarities = post(
                        "/similarity",
                        Map.of(
                                "inputs",
                                Map.of(
                                        "source_sentence",
                                        "a cat on a mat",
                                        "sentences",
                                        List.of(
                                                "a cat on a mat",
                                                "the kitten lies on the rug",
                                                "interest rates rose"))))
                .statusCode(200)
                .extract()
                .path("$");

        assertThat(similarities).hasSize(3);
        assertThat(similarities.get(0)).isCloseTo(1f, within(1e-6f));
        assertThat(similarities.get(1)).isBetween(0.4f, 0.9f);
        assertThat(similarities.get(2)).isLessThan(0.2f);
    }

    @Test
    void shouldShowTheTokensAndTheirPlaces() {
        post("/tokenize", Map.of("inputs", List.of("Ha 🚀 naïvely")))
                .statusCode(200)
                .body("[0].id", contains(101, 5292, 100, 15743, 2135, 102))
                .body("[0].text", contains("[CLS]", "Ha", "🚀", "naïve", "ly", "[SEP]"))
                .body("[0].special", contains(true, false, false, false, false, true))
                .body("[0].start", contains(null, 0, 3, 5, 10, null))
                .body("[0].stop", contains(null, 2, 4, 10, 12, null));
    }

    @Test
    void shouldLeaveSpecialTokensOutAndCutNothing() {
        post("/tokenize", Map.of("inputs", "word ".repeat(400), "add_special_tokens", false))
                .statusCode(200)
                .body("[0]", hasSize(400))
                .body("[0][0].id", equalTo(2773));
    }

    @Test
    void shouldRefuseLongTextsUnlessTheyMayBeTruncated() {
        String text = "word ".repeat(400);

        post("/embed", Map.of("inputs", text))
                .statusCode(413)
                .contentType("application/problem+json")
                .body("error", equalTo("Text 0 has more than the 256 tokens this model reads."))
                .body("error_type", equalTo("Validation"));
        post("/embed", Map.of("inputs", text, "truncate", true)).statusCode(200);
        Map<String, Object> inputs = Map.of("source_sentence", "x", "sentences", List.of(text));
        post("/similarity", Map.of("inputs", inputs)).statusCode(413);
        post("/similarity", Map.of("inputs", inputs, "parameters", Map.of("truncate", true)))
                .statusCode(200);
    }

    @Test
    void shouldCutOnTheSideThatIsAskedFor() {
        String text = "memory ".repeat(254) + "error ".repeat(254);

        List<List<Float>> left = cut("Left", text);
        List<List<Float>> right = cut("right", text);

        assertThat(left).isEqualTo(cut("Right", "error ".repeat(254)));
        assertThat(right).isEqualTo(cut("Right", "memory ".repeat(254)));
        assertThat(cut("Left", "a short text")).isEqualTo(cut("Right", "a short text"));
    }

    @Test
    void shouldRefuseTooManyTexts() {
        List<String> many = Collections.nCopies(257, "x");

        post("/embed", Map.of("inputs", many)).statusCode(413).body("error_type", equalTo("Validation"));
        post("/tokenize", Map.of("inputs", many)).statusCode(413);
        post("/similarity", Map.of("inputs", Map.of("source_sentence", "x", "sentences", many)))
                .statusCode(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/embed|{}|inputs",
                "/embed|{\"inputs\":\"\"}|inputs",
                "/embed|{\"inputs\":[]}|inputs",
                "/embed|{\"inputs\":[\"a\",\"\"]}|inputs[1]",
                "/embed|{\"inputs\":[[101,30522]]}|inputs[0]",
                "/embed|{\"inputs\":\"a\",\"dimensions\":385}|dimensions",
                "/embed|{\"inputs\":\"a\",\"truncation_direction\":\"Up\"}|truncation_direction",
                "/embed|{\"inputs\":\"a\",\"prompt_name\":\"query\"}|prompt_name",
                "/similarity|{}|inputs",
                "/similarity|{\"inputs\":{\"sentences\":[\"a\"]}}|inputs.source_sentence",
                "/similarity|{\"inputs\":{\"source_sentence\":\"a\"}}|inputs.sentences",
                "/similarity|{\"inputs\":{\"source_sentence\":\"a\",\"sentences\":[null]}}|inputs.sentences[0]",
                "/similarity|{\"inputs\":{\"source_sentence\":\"a\",\"sentences\":[\"b\"]},\"parameters\":{\"prompt_name\":\"q\"}}|parameters.prompt_name",
                "/tokenize|{}|inputs",
                "/tokenize|{\"inputs\":\"a\",\"prompt_name\":\"query\"}|prompt_name",
                "/tokenize|{\"inputs\":[]}|inputs",
                "/tokenize|{\"inputs\":[7]}|inputs[0]"
            })
    void shouldNameWhatIsNotAcceptable(String path, String body, String field) {
        post(path, body)
                .statusCode(422)
                .body("field", equalTo(field))
                .body("error_type", equalTo("Validation"))
                .body("error", not(startsWith("io.")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/embed", "/similarity", "/tokenize"})
    void shouldRefuseWithoutAToken(String path) {
        given().contentType(ContentType.JSON)
                .body("{\"inputs\":\"x\"}")
                .post(path)
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/embed", "/similarity", "/tokenize"})
    void shouldNotKnowOtherModels(String path) {
        Object inputs = path.equals("/similarity") ? Map.of("source_sentence", "a", "sentences", List.of("b")) : "a";

        post(path, Map.of("inputs", inputs, "model", "gpt-9"))
                .statusCode(404)
                .body("error", startsWith("There is no model 'gpt-9'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/embed", "/similarity", "/tokenize"})
    void shouldRefuseWhatIsNoRequest(String path) {
        for (String body : Arrays.asList("{", "[]", "\"text\"")) {
            post(path, body).statusCode(400);
        }
    }

    private static List<List<Float>> cut(String direction, String text) {
        return post("/embed", Map.of("inputs", text, "truncate", true, "truncation_direction", direction))
                .statusCode(200)
                .extract()
                .path("$");
    }

    private static ValidatableResponse post(String path, Object body) {
        return given().auth()
                .oauth2(TestTokens.of("acme", "ana"))
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }
}
