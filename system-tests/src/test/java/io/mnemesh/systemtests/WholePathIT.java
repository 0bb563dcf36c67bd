package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.EventFeed;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer does, over the public door: every service's first capability. */
class WholePathIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Counters of what has not happened in this mesh, which Micrometer does not show before. */
    private static final Set<String> NOT_YET = Set.of(
            "mnemesh_cache_writes_given_up_total",
            "mnemesh_stream_buried_total",
            "mnemesh_stream_follower_skipped_total",
            "mnemesh_stream_retries_total",
            "mnemesh_work_dropped_total",
            "mnemesh_work_reclaimed_total");

    @TempDir
    static Path folder;

    private static RunningMesh mesh;
    private static MnemeshClient client;

    @BeforeAll
    static void start() {
        mesh = RunningMesh.start(folder, "whole-path");
        client = mesh.admin();
    }

    @AfterAll
    static void stop() {
        mesh.close();
    }

    @Test
    void shouldFindByMeaningWhatWasStored() {
        // Given
        String id = client.store(Map.of(
                        "type", "preference",
                        "content", "Ana prefers dark dashboards with large numbers",
                        "context", Map.of("user", "ana")))
                .path("id")
                .asText();
        client.store(Map.of("type", "fact", "content", "The warehouse in Lyon closes at noon on Fridays"));
        awaitEmbedded(id);

        // When
        JsonNode found = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> client.search(
                                Map.of("query", "how should charts look for her?", "filter", Map.of("user", "ana"))),
                        answer -> answer.path("hits")
                                        .path(0)
                                        .path("semanticScore")
                                        .asDouble()
                                > 0);

        // Then
        assertThat(found.path("mode").asText()).isEqualTo("hybrid");
        assertThat(found.path("hits").path(0).path("memory").path("id").asText())
                .isEqualTo(id);
        assertThat(found.path("hits").size()).isEqualTo(1);
    }

    @Test
    void shouldPushAnEventToASubscriberWhenAMemoryIsStored() {
        try (EventFeed feed = client.subscribe(List.of("memory_created"))) {
            // When
            String id = client.store(Map.of("type", "fact", "content", "The release train leaves on Tuesdays"))
                    .path("id")
                    .asText();

            // Then
            JsonNode event = feed.next(PATIENCE).orElseThrow().body();
            assertThat(event.path("event").asText()).isEqualTo("memory_created");
            assertThat(event.path("channel").asText()).isEqualTo("events:memory_created");
            assertThat(event.path("data").path("memoryId").asText()).isEqualTo(id);
            assertThat(event.path("offset").asLong()).isPositive();
        }
    }

    @Test
    void shouldForgetADeletedMemoryEverywhere() {
        // Given
        String id = client.store(Map.of("type", "fact", "content", "The zanzibarite sample is in drawer nine"))
                .path("id")
                .asText();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> hits("zanzibarite") == 1);

        // When
        int status = client.delete("/api/memories/" + id).status();

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(client.get("/api/memories/" + id).status()).isEqualTo(404);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> hits("zanzibarite") == 0);
    }

    @Test
    void shouldPassTheTestOfTheChart() throws Exception {
        // Given
        assumeThat(Path.of("/usr/bin/curl")).as("curl").exists();
        var script = new ProcessBuilder("sh", System.getProperty("mnemesh.home") + "/deploy/helm/mnemesh/files/path.sh")
                .redirectErrorStream(true);
        script.environment()
                .putAll(Map.of(
                        "GATEWAY", mesh.stack().gateway().toString(),
                        "API_KEY", mesh.stack().adminKey()));

        // When
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(process.waitFor()).as("%s", said).isZero();
        assertThat(said).contains("received its event", "found it", "all of it works");
    }

    @Test
    void shouldExportWhatAlertsAndDashboardsAskFor() throws Exception {
        // Given
        client.search(Map.of("query", "anything"));
        var pages = new ArrayList<String>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Service service : Service.values()) {
                var uri = URI.create("http://127.0.0.1:" + mesh.config().ports().management(service) + "/q/metrics");
                pages.add(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body());
            }
        }

        // When
        AskedMetrics asked = AskedMetrics.ofTheChart(mesh.config().home());
        Set<String> missing = asked.without(AskedMetrics.exported(pages));

        // Then
        assertThat(asked.labels()).hasSizeGreaterThan(50);
        assertThat(missing).isSubsetOf(NOT_YET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guide/README.md",
                "operations/performance.md",
                "operations/troubleshooting.md",
                "operations/orchestrator.md"
            })
    void shouldAnswerCommandsAsThePagesSay(String name, @TempDir Path here) throws Exception {
        // Given
        assumeThat(Path.of("/usr/bin/curl")).as("curl").exists();
        assumeThat(Path.of("/usr/bin/jq")).as("jq").exists();
        Path home = mesh.config().home();
        GuidePage page = GuidePage.read(home.resolve("docs").resolve(name));
        assertThat(page.steps()).hasSizeGreaterThanOrEqualTo(4);

        try (var shell = new GuideShell(home, here.resolve("output"), mesh.documentedPlaces())) {
            for (GuidePage.Step step : page.steps()) {
                // When
                String came = shell.run(step.commands());
                long end = System.nanoTime() + PATIENCE.toNanos();
                while (step.until() && !step.answer().matches(came) && System.nanoTime() < end) {
                    came = shell.run("sleep .2\n" + step.commands());
                }

                // Then
                assertThat(step.answer().matches(came))
                        .as("%s, line %d:%n%s%nanswered%n%s", name, step.line(), step.commands(), came)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldShowWhatAllServicesOfferInABrowser(@TempDir Path profile) throws Exception {
        Optional<HeadlessBrowser> browser = HeadlessBrowser.find(profile);
        assumeThat(browser).as("./mnemesh tools browser").isPresent();

        String document = browser.orElseThrow().document(mesh.stack().gateway().resolve("/docs/"));

        assertThat(document)
                .contains("Store a memory", "operations-")
                .contains("/api/memories/search", "/v1/embeddings", "/api/ai/analyze-error", "/api/cache/")
                .doesNotContain("Failed to load API definition");
    }

    private int hits(String query) {
        int hits = 0;
        for (JsonNode hit : client.search(Map.of("query", query)).path("hits")) {
            hits += hit.path("memory").path("content").asText().contains(query) ? 1 : 0;
        }
        return hits;
    }

    @Test
    void shouldNameTheResolutionThatHelpedBefore() {
        // Given
        for (int attempt = 1; attempt <= 3; attempt++) {
            client.store(Map.of(
                    "type", "error",
                    "content", "Connection to db-%d:5432 refused after %d ms".formatted(attempt, 1000 * attempt),
                    "details", Map.of("resolution", "Raised the connection pool to 50 and restarted the pooler")));
        }

        // When
        JsonNode answer = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> client.post(
                                        "/api/ai/analyze-error",
                                        Map.of("error", "Connection to db-17:5432 refused after 30000 ms"))
                                .ok(),
                        found -> found.path("group").path("occurrences").asLong() == 3);

        // Then
        assertThat(answer.path("group").path("template").asText()).contains("refused after");
        assertThat(answer.path("similar").path(0).path("resolution").asText())
                .isEqualTo("Raised the connection pool to 50 and restarted the pooler");
    }

    @Test
    void shouldEmbedInTheShapeOfOpenAi() {
        // When
        JsonNode answer = client.post(
                        "/v1/embeddings",
                        Map.of(
                                "model",
                                "all-MiniLM-L6-v2",
                                "input",
                                List.of("a quiet evening", "a silent night", "tax law")))
                .ok();

        // Then
        assertThat(answer.path("data").size()).isEqualTo(3);
        assertThat(answer.path("data").path(0).path("embedding").size()).isEqualTo(384);
        assertThat(cosine(answer, 0, 1)).isGreaterThan(cosine(answer, 0, 2) + 0.2);
    }

    private static double cosine(JsonNode answer, int one, int other) {
        double sum = 0;
        for (int i = 0; i < 384; i++) {
            sum += answer.path("data").path(one).path("embedding").path(i).asDouble()
                    * answer.path("data").path(other).path("embedding").path(i).asDouble();
        }
        return sum;
    }

    @Test
    void shouldKeepWhatIsPutIntoTheCache() {
        // When
        int put = client.put("/api/cache/greetings/morning", Map.of("text", "good morning"))
                .status();

        // Then
        assertThat(put).isBetween(200, 204);
        assertThat(client.get("/api/cache/greetings/morning").ok().path("text").asText())
                .isEqualTo("good morning");
        assertThat(client.delete("/api/cache/greetings/morning").status()).isEqualTo(204);
        assertThat(client.get("/api/cache/greetings/morning").status()).isEqualTo(404);
    }

    @Test
    void shouldDescribeAllServicesInOneDocument() {
        // When
        JsonNode openapi = client.get("/openapi").ok();

        // Then
        assertThat(openapi.path("openapi").asText()).startsWith("3.1");
        assertThat(openapi.path("paths").properties().stream().map(Map.Entry::getKey))
                .contains(
                        "/api/auth/token",
                        "/api/memories",
                        "/api/memories/search",
                        "/v1/embeddings",
                        "/api/ai/analyze-error",
                        "/api/ai/predict-tasks",
                        "/websocket/status",
                        "/api/cache/{namespace}/{key}");
    }

    private void awaitEmbedded(String id) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        client.get("/api/memories/" + id).ok().path("embedded").asBoolean());
    }
}
