package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.embedded.OptionalTool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The merged description under Schemathesis, if {@code ./mnemesh tools schemathesis} got it: requests are made of it, and every
 * answer has to be one that it describes. {@code ./mnemesh test --api CASES} makes as many as wanted; CI a few.
 */
class DescribedApiIT {

    private static final Pattern GENERATED = Pattern.compile("(\\d+) generated");

    /** What never ends, and what ends the session of who asks. */
    private static final String LEFT_OUT = "^/api/(auth/(logout|password)|v2/ecosystem/live|v2/ws/)";

    private static final String CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,"
            + "response_headers_conformance,response_schema_conformance";

    /** Cases per operation, about, with which CI is content. */
    private static final int FEW = 2;

    @TempDir
    Path folder;

    @Test
    void shouldAnswerAsDescribedWhateverIsAsked() throws Exception {
        // Given
        Optional<Path> tool = OptionalTool.folder("schemathesis");
        assumeThat(tool).as("./mnemesh tools schemathesis").isPresent();
        int wanted = Integer.getInteger("mnemesh.api.cases", 0);

        // When
        String report;
        int exit;
        try (var mesh = RunningMesh.start(folder, "described-api")) {
            Path description = folder.resolve("openapi.json");
            JsonNode merged = describe(mesh, description);
            assertThat(merged.path("x-missing-services").isMissingNode()).isTrue();
            Process run = start(mesh, tool.orElseThrow(), description, wanted, merged.path("paths").size());
            report = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(run.waitFor(10, TimeUnit.SECONDS)).isTrue();
            exit = run.exitValue();
        }

        // Then
        Files.writeString(Path.of(System.getProperty("mnemesh.home"), "system-tests/target/described-api.txt"), report);
        assertThat(exit).as(report).isZero();
        assertThat(generated(report)).as(report).isGreaterThanOrEqualTo(Math.max(100, wanted));
    }

    private static JsonNode describe(RunningMesh mesh, Path file) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(mesh.stack().gateway().resolve("/openapi")).build(),
                    HttpResponse.BodyHandlers.ofFile(file));
        }
        return new ObjectMapper().readTree(file.toFile());
    }

    private Process start(RunningMesh mesh, Path tool, Path description, int wanted, int paths) throws IOException {
        String key = mesh.admin().get("/api/admin/keys").ok().at("/items/0/id").asText();
        boolean few = wanted == 0;
        URI gateway = mesh.stack().gateway();
        var builder = new ProcessBuilder(
                        tool.resolve("bin/schemathesis").toString(),
                        "run",
                        description.toString(),
                        "--url",
                        gateway.toString(),
                        "--header",
                        "Authorization: Bearer " + mesh.admin().bearer(),
                        "--exclude-path-regex",
                        LEFT_OUT,
                        "--checks",
                        CHECKS,
                        "--phases",
                        few ? "examples,fuzzing" : "examples,coverage,fuzzing,stateful",
                        "--max-examples",
                        Integer.toString(few ? FEW : Math.max(20, wanted / paths)),
                        "--generation-deterministic",
                        "--generation-database",
                        "none",
                        "--workers",
                        "2",
                        "--request-timeout",
                        "20",
                        "--no-shrink",
                        "--continue-on-failure",
                        "--no-color")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .put(
                        "SCHEMATHESIS_HOOKS",
                        Path.of(System.getProperty("mnemesh.home"), "system-tests/src/test/schemathesis/hooks.py")
                                .toAbsolutePath()
                                .toString());
        builder.environment().put("MNEMESH_OWN_NAMES", String.join(",", List.of("admin", "default", key)));
        return builder.start();
    }

    private static int generated(String report) {
        Matcher matcher = GENERATED.matcher(report);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
