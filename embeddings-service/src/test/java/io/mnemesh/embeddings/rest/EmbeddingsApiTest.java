package io.mnemesh.embeddings.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.embeddings.Reference;
import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EmbeddingsApiTest extends ServiceTest {

    private static final String MODEL = "all-MiniLM-L6-v2";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldAnswerInTheShapeOpenAiClientsExpect() {
        post(Map.of("model", MODEL, "input", List.of("first text", "second"), "user", "ana"))
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("object", equalTo("list"))
                .body("model", equalTo(MODEL))
                .body("data", hasSize(2))
                .body("data.object", contains("embedding", "embedding"))
                .body("data.index", contains(0, 1))
                .body("data[0].embedding", hasSize(384))
                .body("usage.prompt_tokens", equalTo(7))
                .body("usage.total_tokens", equalTo(7))
                .body("truncated", nullValue());
    }

    @ParameterizedTest
    @MethodSource("io.mnemesh.embeddings.Reference#all")
    void shouldGiveTheReferenceVectors(Reference reference) throws IOException {
        float[] vector = floats(post(Map.of("model", MODEL, "input", reference.text())));

        for (int d = 0; d < vector.length; d++) {
            assertThat((double) vector[d]).isCloseTo(reference.vector()[d], within(1e-5));
        }
    }

    @Test
    void shouldGiveTheSameBytesAsFloatsAndAsBase64ComputedAndCached() throws IOException {
        String text = "the same bytes whichever way";

        float[] computed = base64(post(Map.of("input", text, "encoding_format", "base64")));
        float[] cached = base64(post(Map.of("input", text, "encoding_format", "base64")));
        float[] decimal = floats(post(Map.of("input", text, "encoding_format", "float")));

        assertThat(cached).containsExactly(computed);
        assertThat(decimal).containsExactly(computed);
    }

    @Test
    void shouldGiveTheSameBytesAloneAndInABatch() throws IOException {
        String text = "alone or in company";
        List<String> batch = List.of("one", text + " other tenant", "a somewhat longer text than the others are", text);

        float[] inBatch = base64(post(token("batch"), Map.of("input", batch, "encoding_format", "base64")), 3);
        float[] alone = base64(post(token("alone"), Map.of("input", text, "encoding_format", "base64")), 0);

        assertThat(alone).containsExactly(inBatch);
    }

    @Test
    void shouldGiveTheVectorOfTheTextForItsTokens() throws IOException {
        Reference reference = Reference.all().getFirst();
        int[] inner = java.util.Arrays.copyOfRange(reference.tokens(), 1, reference.tokens().length - 1);

        float[] ofText = base64(post(Map.of("input", reference.text(), "encoding_format", "base64")));
        float[] ofTokens = base64(post(Map.of("input", reference.tokens(), "encoding_format", "base64")));
        float[] ofInner = base64(post(Map.of("input", List.of(inner), "encoding_format", "base64")));

        assertThat(ofTokens).containsExactly(ofText);
        assertThat(ofInner).containsExactly(ofText);
    }

    @Test
    void shouldShortenAndNormaliseAgain() throws IOException {
        float[] whole = base64(post(Map.of("input", "short", "encoding_format", "base64")));
        float[] some = base64(post(Map.of("input", "short", "encoding_format", "base64", "dimensions", 64)));

        double squares = 0;
        for (float value : some) {
            squares += (double) value * value;
        }
        assertThat(some).hasSize(64);
        assertThat(squares).isCloseTo(1, within(1e-6));
        assertThat((double) some[1] / some[0]).isCloseTo((double) whole[1] / whole[0], within(1e-4));
    }

    @Test
    void shouldReportTextsWhoseEndWasNotRead() {
        post(Map.of("input", List.of("short", "word ".repeat(400))))
                .statusCode(200)
                .body("truncated", contains(1))
                .body(
                        "long_texts",
                        equalTo(List.of(
                                Map.of("index", 1, "policy", "end", "tokens", 402, "tokens_read", 256, "parts", 1))))
                .body("usage.prompt_tokens", equalTo(3 + 256));
    }

    @Test
    void shouldTakeTheMeanOfTheParts() throws IOException {
        String first = "memory ".repeat(150);
        String second = "error ".repeat(150);
        float[] a = base64(post(Map.of("input", first, "encoding_format", "base64")));
        float[] b = base64(post(Map.of("input", second, "encoding_format", "base64")));

        ValidatableResponse response =
                post(Map.of("input", List.of("x", first + second), "encoding_format", "base64", "long_text", "mean"));
        float[] mean = base64(response, 1);

        double norm = 0;
        for (int d = 0; d < a.length; d++) {
            norm += (a[d] + b[d]) * (a[d] + b[d]);
        }
        for (int d = 0; d < a.length; d++) {
            assertThat((double) mean[d]).isCloseTo((a[d] + b[d]) / Math.sqrt(norm), within(1e-6));
        }
        response.body("truncated", nullValue())
                .body(
                        "long_texts",
                        equalTo(List.of(
                                Map.of("index", 1, "policy", "mean", "tokens", 304, "tokens_read", 304, "parts", 2))))
                .body("usage.prompt_tokens", equalTo(3 + 304));
    }

    @Test
    void shouldTakeTheMeanOfTokenIdsToo() throws IOException {
        int[] ids = IntStream.range(0, 600).map(i -> 2000 + i).toArray();

        post(Map.of("input", List.of(ids), "long_text", "mean"))
                .statusCode(200)
                .body("long_texts[0].parts", equalTo(3))
                .body("usage.prompt_tokens", equalTo(600 + 6));
    }

    @Test
    void shouldRefuseLongTextsIfThatIsWanted() {
        post(Map.of("input", List.of("short", "word ".repeat(400)), "long_text", "error"))
                .statusCode(413)
                .body("index", equalTo(1))
                .body("error.message", equalTo("Text 1 has more than the 256 tokens this model reads."));
        post(Map.of("input", "word ".repeat(254), "long_text", "error")).statusCode(200);
    }

    @Test
    void shouldTakeAsManyTextsAsAllowed() {
        post(Map.of("input", Collections.nCopies(256, "again"))).statusCode(200).body("data", hasSize(256));
    }

    @Test
    void shouldListItsModels() {
        given().auth()
                .oauth2(token("acme"))
                .get("/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data[0].id", equalTo(MODEL))
                .body("data[0].object", equalTo("model"))
                .body("data[0].owned_by", equalTo("sentence-transformers"))
                .body("data[0].created", equalTo(1630022400))
                .body("data[0].dimensions", equalTo(384));
        given().auth()
                .oauth2(token("acme"))
                .get("/v1/models/" + MODEL)
                .then()
                .statusCode(200)
                .body("id", equalTo(MODEL));
    }

    @Test
    void shouldNotKnowOtherModels() {
        given().auth().oauth2(token("acme")).get("/v1/models/gpt-9").then().statusCode(404);
        post(Map.of("input", "x", "model", "text-embedding-3-small"))
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/not-found"))
                .body("error.code", equalTo("model_not_found"))
                .body("error.message", startsWith("There is no model 'text-embedding-3-small'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer nonsense", "Basic YTpi"})
    void shouldRefuseWithoutAGoodToken(String authorization) {
        given().header("Authorization", authorization)
                .contentType(ContentType.JSON)
                .body("{\"input\":\"x\"}")
                .post("/v1/embeddings")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        given().header("Authorization", authorization).get("/v1/models").then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|422|input",
                "{\"input\":null}|422|input",
                "{\"input\":\"\"}|422|input",
                "{\"input\":[]}|422|input",
                "{\"input\":[\"a\",\"\"]}|422|input[1]",
                "{\"input\":[\"a\",7]}|422|input[1]",
                "{\"input\":[\"a\",null]}|422|input[1]",
                "{\"input\":{\"text\":\"a\"}}|422|input",
                "{\"input\":true}|422|input",
                "{\"input\":[[]]}|422|input[0]",
                "{\"input\":[[101,30522]]}|422|input[0]",
                "{\"input\":[101,-1]}|422|input",
                "{\"input\":[101,1.5]}|422|input[1]",
                "{\"input\":[101,99999999999]}|422|input[1]",
                "{\"input\":[[1],\"a\"]}|422|input[1]",
                "{\"input\":\"a\",\"dimensions\":0}|422|dimensions",
                "{\"input\":\"a\",\"dimensions\":385}|422|dimensions",
                "{\"input\":\"a\",\"long_text\":\"start\"}|422|long_text",
                "{\"input\":\"a\",\"encoding_format\":\"hex\"}|422|encoding_format"
            })
    void shouldNameWhatIsNotAcceptable(String body, int status, String field) {
        post(body).statusCode(status).body("field", equalTo(field)).body("error.param", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"text\"",
                "{\"input\":\"a\",\"input\":\"b\"}",
                "{\"input\":\"a\"} x",
                "{\"input\":\"a\",\"dimensions\":\"8\"}"
            })
    void shouldRefuseWhatIsNoRequest(String body) {
        post(body).statusCode(400).body("type", equalTo("https://mnemesh.io/problems/malformed-request"));
    }

    @Test
    void shouldRefuseAnEmptyBody() {
        post("").statusCode(org.hamcrest.Matchers.oneOf(400, 422));
    }

    @Test
    void shouldRefuseBytesThatAreNoText() {
        byte[] body = "{\"input\":\"a?(\"}".getBytes(StandardCharsets.US_ASCII);
        body[11] = (byte) 0xC3;

        post(body).statusCode(400).body("type", equalTo("https://mnemesh.io/problems/malformed-request"));
    }

    @Test
    void shouldRefuseAMegabyteOfText() {
        post(Map.of("input", "x".repeat(1 << 20))).statusCode(413).body("field", equalTo("input"));
    }

    @Test
    void shouldNotTakeATextForAnotherThatDiffersInWhatCannotBeWritten() throws IOException {
        float[] plain = base64(post("{\"input\":\"surrogates?\",\"encoding_format\":\"base64\"}"));

        float[] lone = base64(post("{\"input\":\"surrogates\\ud800\",\"encoding_format\":\"base64\"}"));
        float[] replaced = base64(post("{\"input\":\"surrogates\\ufffd\",\"encoding_format\":\"base64\"}"));

        assertThat(lone).isNotEqualTo(plain).containsExactly(replaced);
    }

    @Test
    void shouldRefuseMoreTokenIdsThanATextHas() {
        int[] ids = new int[65_537];

        post(Map.of("input", List.of(new int[] {1}, ids))).statusCode(413).body("field", equalTo("input[1]"));
    }

    @Test
    void shouldRefuseTooManyTexts() {
        post(Map.of("input", Collections.nCopies(257, "x"))).statusCode(413).body("field", equalTo("input"));
    }

    @Test
    void shouldRefuseATextThatIsTooLarge() {
        post(Map.of("input", List.of("x", "é".repeat(140_000)))).statusCode(413).body("field", equalTo("input[1]"));
    }

    @Test
    void shouldRefuseAnUnknownLane() {
        given().auth()
                .oauth2(token("acme"))
                .header("Mnemesh-Lane", "express")
                .contentType(ContentType.JSON)
                .body("{\"input\":\"x\"}")
                .post("/v1/embeddings")
                .then()
                .statusCode(422)
                .body("field", equalTo("Mnemesh-Lane"));
    }

    private static ValidatableResponse post(Object body) {
        return post(token("acme"), body);
    }

    private static ValidatableResponse post(String token, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/embeddings")
                .then();
    }

    private static String token(String tenant) {
        return TestTokens.of(tenant, "ana");
    }

    private static float[] base64(ValidatableResponse response) throws IOException {
        return base64(response, 0);
    }

    private static float[] base64(ValidatableResponse response, int index) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(embedding(response, index).textValue());
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private static float[] floats(ValidatableResponse response) throws IOException {
        JsonNode embedding = embedding(response, 0);
        var vector = new float[embedding.size()];
        for (int d = 0; d < vector.length; d++) {
            vector[d] = Float.parseFloat(embedding.get(d).asText());
        }
        return vector;
    }

    private static JsonNode embedding(ValidatableResponse response, int index) throws IOException {
        String body = response.statusCode(200).extract().asString();
        return JSON.readTree(body).path("data").path(index).path("embedding");
    }
}
