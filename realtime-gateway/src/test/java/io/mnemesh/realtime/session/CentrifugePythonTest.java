package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mnemesh.embedded.OptionalTool;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service under the client of PyPI, if {@code ./mnemesh tools centrifuge-python} got it. */
@Tag("slow")
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugePythonTest {

    private static final String CHANNEL = "chat:lobby";
    private static final long PATIENCE_SECONDS = 60;

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void shouldFollowRecoverReadBackAndAsk(String form) throws Exception {
        Optional<Path> folder = OptionalTool.folder("centrifuge-python");
        assumeThat(folder).as("./mnemesh tools centrifuge-python").isPresent();
        String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
        var builder = new ProcessBuilder(
                        "python3",
                        "src/test/resources/centrifuge_client.py",
                        "ws://127.0.0.1:" + RestAssured.port + "/connection/websocket",
                        TestTokens.of(tenant, "ana"),
                        TestTokens.of(tenant, "bob"),
                        CHANNEL,
                        form)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put("PYTHONPATH", folder.orElseThrow().resolve("packages").toString());

        Process python = builder.start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(python.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).isZero();
        JsonObject seen = new JsonObject(output);
        assertThat(seen.getJsonArray("subscribed"))
                .isEqualTo(new JsonArray("[{\"wasRecovering\":false,\"recovered\":false},"
                        + "{\"wasRecovering\":true,\"recovered\":true}]"));
        assertThat(seen.getJsonArray("publications"))
                .isEqualTo(new JsonArray(IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> new JsonObject()
                                .put("offset", i)
                                .put("data", new JsonObject().put("n", i))
                                .put("user", "bob"))
                        .toList()));
        assertThat(seen.getJsonArray("history")).isEqualTo(JsonArray.of(1, 2));
        assertThat(seen.getInteger("newest")).isEqualTo(5);
        assertThat(seen.getInteger("present")).isEqualTo(1);
        assertThat(seen.getJsonObject("mark").getInteger("offset")).isEqualTo(5);
        assertThat(seen.getJsonObject("mark").getInteger("unread")).isZero();
    }
}
