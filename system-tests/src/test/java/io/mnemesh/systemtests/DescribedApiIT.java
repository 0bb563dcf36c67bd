package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.embedded.OptionalTool;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The merged description of the API: it is whole, a client for TypeScript can be made of it, and the mesh answers as it says. The
 * latter two need what {@code ./mnemesh tools typescript schemathesis} gets. {@code ./mnemesh test --api CASES} makes as many
 * requests as wanted; CI a few.
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
    static Path folder;

    private static RunningMesh mesh;
    private static Path description;
    private static JsonNode merged;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        mesh = RunningMesh.start(folder.resolve("mesh"), "described-api");
        description = folder.resolve("openapi.json");
        try (var http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(mesh.stack().gateway().resolve("/openapi"))
                            .build(),
                    HttpResponse.BodyHandlers.ofFile(description));
        }
        merged = new ObjectMapper().readTree(description.toFile());
    }

    @AfterAll
    static void stop() {
        mesh.close();
    }

    @Test
    void shouldDescribeEveryServiceWithoutAFlaw() {
        assertThat(merged.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(merged.path("x-missing-services").isMissingNode()).isTrue();
        assertThat(merged.path("paths").size()).isGreaterThan(100);
        assertThat(new DescriptionFlaws(merged).all()).isEmpty();
    }

    @Test
    void shouldCompileAsAClientForTypeScript() throws Exception {
        // Given
        Optional<Path> tool = OptionalTool.folder("typescript");
        assumeThat(tool).as("./mnemesh tools typescript").isPresent();
        Path modules = tool.orElseThrow().resolve("node_modules");
        Path client = Files.createDirectories(folder.resolve("client"));
        Files.createSymbolicLink(client.resolve("node_modules"), modules);
        Files.copy(home("system-tests/src/test/typescript/client.ts"), client.resolve("client.ts"));

        // When
        Ended made = run(
                client,
                Map.of(),
                modules.resolve(".bin/openapi-typescript").toString(),
                description.toString(),
                "--default-non-nullable",
                "false",
                "--output",
                "mnemesh.d.ts");
        Ended compiled = run(
                client,
                Map.of(),
                modules.resolve(".bin/tsc").toString(),
                "--strict",
                "--noEmit",
                "--skipLibCheck",
                "--target",
                "es2022",
                "--module",
                "nodenext",
                "--moduleResolution",
                "nodenext",
                "client.ts");

        // Then
        assertThat(made.exit()).as(made.said()).isZero();
        assertThat(compiled.exit()).as(compiled.said()).isZero();
    }

    @Test
    void shouldAnswerAsDescribedWhateverIsAsked() throws Exception {
        // Given
        Optional<Path> tool = OptionalTool.folder("schemathesis");
        assumeThat(tool).as("./mnemesh tools schemathesis").isPresent();
        int wanted = Integer.getInteger("mnemesh.api.cases", 0);

        // When
        Ended ended = schemathesis(tool.orElseThrow(), wanted);

        // Then
        Files.writeString(home("system-tests/target/described-api.txt"), ended.said());
        assertThat(ended.exit()).as(ended.said()).isZero();
        assertThat(generated(ended.said())).as(ended.said()).isGreaterThanOrEqualTo(Math.max(100, wanted));
    }

    private static Ended schemathesis(Path tool, int wanted) throws IOException, InterruptedException {
        String key = mesh.admin().get("/api/admin/keys").ok().at("/items/0/id").asText();
        boolean few = wanted == 0;
        int perOperation =
                few ? FEW : Math.max(20, wanted / merged.path("paths").size());
        return run(
                folder,
                Map.of(
                        "SCHEMATHESIS_HOOKS",
                        home("system-tests/src/test/schemathesis/hooks.py").toString(),
                        "MNEMESH_OWN_NAMES",
                        String.join(",", "admin", "default", key)),
                tool.resolve("bin/schemathesis").toString(),
                "run",
                description.toString(),
                "--url",
                mesh.stack().gateway().toString(),
                "--header",
                "Authorization: Bearer " + mesh.admin().bearer(),
                "--exclude-path-regex",
                LEFT_OUT,
                "--checks",
                CHECKS,
                "--phases",
                few ? "examples,fuzzing" : "examples,coverage,fuzzing,stateful",
                "--max-examples",
                Integer.toString(perOperation),
                "--generation-deterministic",
                // Names that are the caller's own are left out of some operations, which is most of what is made there.
                "--suppress-health-check",
                "filter_too_much",
                "--workers",
                "2",
                "--request-timeout",
                "20",
                "--no-shrink",
                "--continue-on-failure",
                "--no-color");
    }

    private record Ended(int exit, String said) {}

    private static Ended run(Path in, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(in.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        File out = Files.createTempFile(folder, "said", ".txt").toFile();
        Process process = builder.redirectOutput(out).start();
        int exit = process.waitFor();
        return new Ended(exit, Files.readString(out.toPath(), StandardCharsets.UTF_8));
    }

    private static Path home(String path) {
        return Path.of(System.getProperty("mnemesh.home"), path)
                .toAbsolutePath()
                .normalize();
    }

    private static int generated(String report) {
        Matcher matcher = GENERATED.matcher(report);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
