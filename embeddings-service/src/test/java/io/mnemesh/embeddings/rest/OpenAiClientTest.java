package io.mnemesh.embeddings.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.embedded.OptionalTool;
import io.mnemesh.embeddings.Reference;
import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The service under OpenAI's own client for Node.js, if {@code ./mnemesh tools openai-client} got it. */
@QuarkusTest
class OpenAiClientTest extends ServiceTest {

    private static final String MODEL = "all-MiniLM-L6-v2";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldAnswerEveryFormOfRequest() throws Exception {
        // Given
        Reference reference = Reference.all().getFirst();

        // When
        JsonNode results = results(List.of(
                call("text", Map.of("model", MODEL, "input", reference.text())),
                call("float", Map.of("model", MODEL, "input", reference.text(), "encoding_format", "float")),
                call("base64", Map.of("model", MODEL, "input", reference.text(), "encoding_format", "base64")),
                call("shorter", Map.of("model", MODEL, "input", List.of(reference.text(), "two"), "dimensions", 8)),
                call("texts", Map.of("model", MODEL, "input", List.of("one", "two", reference.text()))),
                call("tokens", Map.of("model", MODEL, "input", reference.tokens())),
                call("token lists", Map.of("model", MODEL, "input", List.of(reference.tokens(), new int[] {2023}))),
                call("all members", allMembers())));

        // Then
        assertReference(results.path("text"), 0, reference);
        assertReference(results.path("float"), 0, reference);
        assertReference(results.path("texts"), 2, reference);
        assertReference(results.path("tokens"), 0, reference);
        assertReference(results.path("token lists"), 0, reference);
        assertThat(results.at("/base64/value/data/0/embedding").asText()).isEqualTo(base64(results.path("float")));
        assertShortened(results.path("shorter"), reference);
        assertThat(results.at("/texts/value/data/2/index").asInt()).isEqualTo(2);
        assertThat(results.at("/text/value/object").asText()).isEqualTo("list");
        assertThat(results.at("/text/value/model").asText()).isEqualTo(MODEL);
        assertThat(results.at("/text/value/usage/prompt_tokens").asInt()).isEqualTo(reference.tokens().length);
        assertThat(results.at("/text/value/usage/total_tokens").asInt()).isEqualTo(reference.tokens().length);
        assertThat(results.at("/all members/value/data/0/embedding")).hasSize(1);
        assertThat(Math.abs(results.at("/all members/value/data/0/embedding/0").asDouble()))
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void shouldGiveErrorsTheClientUnderstands() throws Exception {
        JsonNode results = results(List.of(
                call("unknown model", Map.of("model", "text-embedding-3-small", "input", "x")),
                call("empty", Map.of("model", MODEL, "input", "")),
                call("dimensions", Map.of("model", MODEL, "input", "x", "dimensions", 10_000)),
                call("format", Map.of("model", MODEL, "input", "x", "encoding_format", "hex")),
                call("no texts", Map.of("model", MODEL, "input", List.of())),
                call("unknown token", Map.of("model", MODEL, "input", List.of(101, 30_522))),
                call("mixed", Map.of("model", MODEL, "input", List.of("x", 7))),
                call("too many", Map.of("model", MODEL, "input", Collections.nCopies(257, "x")))));

        assertThat(results.at("/unknown model/error").asText()).isEqualTo("NotFoundError");
        assertThat(results.at("/unknown model/code").asText()).isEqualTo("model_not_found");
        assertThat(results.at("/unknown model/message").asText())
                .startsWith("404 There is no model 'text-embedding-3-small'");
        assertThat(results.at("/wrong key/error").asText()).isEqualTo("AuthenticationError");
        assertThat(results.at("/wrong key/status").asInt()).isEqualTo(401);
        assertThat(results.at("/too many/status").asInt()).isEqualTo(413);
        assertThat(results.at("/too many/message").asText()).contains("256");
        for (String name : List.of("empty", "dimensions", "format", "no texts", "unknown token", "mixed")) {
            assertThat(results.path(name).path("error").asText()).as(name).isEqualTo("UnprocessableEntityError");
            assertThat(results.path(name).path("status").asInt()).as(name).isEqualTo(422);
        }
    }

    @Test
    void shouldListItsModels() throws Exception {
        JsonNode results = results(List.of());

        assertThat(results.at("/models.list/value"))
                .extracting(JsonNode::asText)
                .contains(MODEL, "all-MiniLM-L6-v2-int8");
        assertThat(results.at("/models.retrieve/value").asText()).isEqualTo("model");
    }

    private static Map<String, Object> allMembers() {
        return Map.of(
                "input",
                "The quick brown fox jumped over the lazy dog",
                "model",
                MODEL,
                "dimensions",
                1,
                "encoding_format",
                "float",
                "user",
                "user-1234");
    }

    private static Map<String, Object> call(String name, Map<String, Object> request) {
        return Map.of("name", name, "request", request);
    }

    private static void assertReference(JsonNode result, int index, Reference reference) {
        assertThat(result.path("error").asText()).isEmpty();
        JsonNode vector = result.path("value").path("data").path(index).path("embedding");
        assertThat(vector).hasSize(reference.vector().length);
        for (int d = 0; d < vector.size(); d++) {
            assertThat(vector.get(d).asDouble()).isCloseTo(reference.vector()[d], within(1e-5));
        }
    }

    /** The vector of a result as the API writes it in base64. */
    private static String base64(JsonNode result) {
        JsonNode vector = result.at("/value/data/0/embedding");
        var bytes = ByteBuffer.allocate(vector.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        vector.forEach(value -> bytes.putFloat((float) value.asDouble()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** The first values of the reference, normalised again. */
    private static void assertShortened(JsonNode result, Reference reference) {
        JsonNode vector = result.at("/value/data/0/embedding");
        double length = 0;
        for (int d = 0; d < 8; d++) {
            length += reference.vector()[d] * reference.vector()[d];
        }
        assertThat(result.at("/value/data")).hasSize(2);
        assertThat(vector).hasSize(8);
        for (int d = 0; d < 8; d++) {
            assertThat(vector.get(d).asDouble()).isCloseTo(reference.vector()[d] / Math.sqrt(length), within(1e-5));
        }
    }

    private static JsonNode results(List<Map<String, Object>> corpus) throws IOException, InterruptedException {
        Optional<Path> client = OptionalTool.folder("openai-client");
        assumeThat(client).as("./mnemesh tools openai-client").isPresent();
        var builder = new ProcessBuilder("node", script().getPath()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OPENAI_CLIENT", client.orElseThrow().toString());
        builder.environment().put("OPENAI_BASE_URL", RestAssured.baseURI + ":" + RestAssured.port + "/v1");
        builder.environment().put("OPENAI_API_KEY", TestTokens.of("acme", "ana"));
        Process node = builder.start();
        try (var out = node.getOutputStream()) {
            out.write(JSON.writeValueAsBytes(corpus));
        }
        JsonNode results = JSON.readTree(node.getInputStream().readAllBytes());
        assertThat(node.waitFor()).isZero();
        return results;
    }

    private static File script() {
        return new File("src/test/resources/openai-client.mjs");
    }
}
