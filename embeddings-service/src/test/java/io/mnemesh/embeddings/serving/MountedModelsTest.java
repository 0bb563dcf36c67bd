package io.mnemesh.embeddings.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.mnemesh.embeddings.Reference;
import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.embeddings.TestModels;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service whose operator mounted good models, and models with a missing, an altered and a corrupt file. */
@QuarkusTest
@TestProfile(MountedModelsTest.Mounted.class)
@Tag("slow")
class MountedModelsTest extends ServiceTest {

    public static final class Mounted implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "mnemesh.embeddings.models-dir", mount().toString(), "mnemesh.embeddings.memory.idle", "1s");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path mount() throws IOException {
            Path folder = Files.createDirectories(Path.of("target", "mounted")).toAbsolutePath();
            for (String model : List.of("tiny-bert", "tiny-mpnet", "tiny-roberta")) {
                copy(model, folder.resolve(model));
            }
            copy("tiny-mpnet", folder.resolve("no-model"));
            Files.delete(folder.resolve("no-model").resolve("model.onnx"));
            copy("tiny-mpnet", folder.resolve("no-tokenizer"));
            Files.delete(folder.resolve("no-tokenizer").resolve("tokenizer.json"));
            copy("tiny-mpnet", folder.resolve("corrupt"));
            Files.writeString(folder.resolve("corrupt").resolve("model.onnx"), "no model");
            copy("tiny-roberta", folder.resolve("altered"));
            copy("tiny-roberta", folder.resolve("silent"));
            copy("tiny-bert", folder.resolve("contradicting"));
            String yaml = Files.readString(TestModels.FOLDER.resolve("models.yaml"));
            Files.writeString(
                    folder.resolve("models.yaml"),
                    yaml + "  - name: altered\n    pooling: mean\n    files: { model: { sha256: '" + "0".repeat(64)
                            + "' } }\n"
                            + "  - name: contradicting\n    maxTokens: 60\n"
                            + "  - name: all-MiniLM-L6-v2\n    aliases: [text-embedding-3-small, text-embedding-ada-002]\n");
            return folder;
        }

        private static void copy(String model, Path to) throws IOException {
            Path from = TestModels.FOLDER.resolve(model);
            try (var files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.deleteIfExists(target);
                    Files.copy(file, target);
                }
            }
        }
    }

    @Inject
    @Readiness
    ModelsReady ready;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-bert", "tiny-mpnet", "tiny-roberta"})
    void shouldServeMountedModelsByName(String model) {
        Reference reference = Reference.of(model).getFirst();

        List<Number> vector = post(model, reference.text())
                .statusCode(200)
                .body("model", equalTo(model))
                .extract()
                .path("data[0].embedding");

        assertThat(vector).hasSize(16);
        for (int d = 0; d < 16; d++) {
            assertThat(vector.get(d).doubleValue()).isCloseTo(reference.vector()[d], within(1e-5));
        }
    }

    @Test
    void shouldPutAnIdleModelAwayAndLoadItAgain() {
        post("tiny-bert", "once").statusCode(200);

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> models.state("tiny-bert") instanceof ModelState.Resting);

        post("tiny-bert", "again").statusCode(200);
        assertThat(models.state("tiny-bert")).isInstanceOf(ModelState.Ready.class);
        assertThat(models.state(models.defaultModel())).isInstanceOf(ModelState.Ready.class);
    }

    @Test
    void shouldListTheModelsThatAreThere() {
        given().auth()
                .oauth2(TestTokens.of("acme", "ana"))
                .get("/v1/models")
                .then()
                .statusCode(200)
                .body("data.id", hasItems("all-MiniLM-L6-v2", "all-MiniLM-L6-v2-int8", "tiny-mpnet", "tiny-roberta"))
                .body("data.id", not(hasItems("codebert-base")))
                .body("data.find { it.id == 'tiny-roberta' }.revision", equalTo("r1"))
                .body("data.find { it.id == 'tiny-roberta' }.max_tokens", equalTo(48))
                .body("data.find { it.id == 'all-MiniLM-L6-v2-int8' }.precision", equalTo("int8"));
    }

    @Test
    void shouldSayWhichFileIsMissingOrAlteredAndStayReady() {
        post("corrupt", "x").statusCode(503).body("detail", equalTo("The model corrupt cannot be served."));
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> models.state("altered") instanceof ModelState.Failed
                        && models.state("no-model") instanceof ModelState.Failed
                        && models.state("no-tokenizer") instanceof ModelState.Failed);

        HealthCheckResponse response = ready.call();

        Map<String, Object> said = response.getData().orElseThrow();
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat((String) said.get("no-tokenizer")).startsWith("tokenizer.json of no-tokenizer is missing: ");
        assertThat((String) said.get("no-model")).startsWith("model.onnx of no-model is missing: ");
        assertThat((String) said.get("altered")).contains("altered/model.onnx was altered: its SHA-256 is ");
        assertThat((String) said.get("corrupt")).startsWith("The model file cannot be loaded: ");
        assertThat(said).containsEntry("silent", "silent.pooling must be given.");
        post("altered", "x").statusCode(503);
        post("silent", "x").statusCode(503).body("error.message", equalTo("The model silent cannot be served."));
        post("codebert-base", "x").statusCode(404);
    }

    /** The requests in OpenAI's description of its API and in the tests of its clients, as they stand there. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                {"input": "The food was delicious and the waiter...", "model": "text-embedding-ada-002",
                 "encoding_format": "float"}""", """
                {"input": "The quick brown fox jumped over the lazy dog", "model": "text-embedding-3-small"}""", """
                {"input": "The quick brown fox jumped over the lazy dog", "model": "text-embedding-3-small",
                 "dimensions": 1, "encoding_format": "float", "user": "user-1234"}"""})
    void shouldAnswerOpenAisOwnExamplesUnderTheNamesOfItsModels(String request) {
        given().auth()
                .oauth2(TestTokens.of("acme", "ana"))
                .contentType(ContentType.JSON)
                .body(request)
                .post("/v1/embeddings")
                .then()
                .statusCode(200)
                .body("model", equalTo("all-MiniLM-L6-v2"))
                .body("data[0].object", equalTo("embedding"))
                .body("data[0].embedding", hasSize(request.contains("dimensions") ? 1 : 384));
    }

    @Test
    void shouldSayThatAModelFailedOnAText() {
        given().auth()
                .oauth2(TestTokens.of("acme", "ana"))
                .contentType(ContentType.JSON)
                .body(Map.of("model", "contradicting", "inputs", List.of("a", "a ".repeat(55))))
                .post("/embed")
                .then()
                .statusCode(424)
                .body("type", equalTo("https://mnemesh.io/problems/inference-failed"))
                .body("error_type", equalTo("Backend"))
                .body("error", equalTo("The model could not compute the text."));
        post("contradicting", "a").statusCode(200);
    }

    private static ValidatableResponse post(String model, String text) {
        return given().auth()
                .oauth2(TestTokens.of("acme", "ana"))
                .contentType(ContentType.JSON)
                .body(Map.of("model", model, "input", text))
                .post("/v1/embeddings")
                .then();
    }
}
