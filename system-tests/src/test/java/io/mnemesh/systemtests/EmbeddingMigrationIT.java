package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes of memory-service share one record while the embedding model is switched from 384 to 768 dimensions: the one
 * that embeds is killed amid it, the other one takes the work over, and both follow the cut-over and the rollback.
 */
@Tag("fault")
class EmbeddingMigrationIT {

    private static final int MEMORIES = 640;
    private static final int BATCH = 320;
    private static final int NARROW_DIMENSIONS = 384;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String[] WHO = {"a heron", "the baker", "our piano tuner", "a retired pilot", "the twins"};
    private static final String[] DOES = {"photographs", "repairs", "paints", "collects", "translates", "auctions"};
    private static final String[] WHAT = {
        "lighthouses", "sundials", "clay whistles", "railway maps", "ice skates", "orchids", "cello strings", "comets"
    };

    /** Leases of a worker that died end after ten seconds more than the deadline. */
    private static final Map<String, String> SETTINGS = Map.of(
            "MNEMESH_MEMORY_EMBEDDING_DEADLINE", "PT5S",
            "MNEMESH_MEMORY_SEARCH_EMBEDDING_DEADLINE", "PT20S",
            "MNEMESH_MEMORY_CONSOLIDATION_BACKGROUND", "false",
            "MNEMESH_MEMORY_BACKGROUND_SHARE", "0.5");

    @TempDir
    static Path folder;

    private static MemoryNodes nodes;
    private static String operator;

    @BeforeAll
    static void start() {
        nodes = MemoryNodes.start(folder, "embedding-migration", 2, SETTINGS);
        operator = nodes.tokens().of("acme", "olga", "operator");
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void shouldGoOnByTheOtherProcessWhenTheOneThatEmbedsIsKilled() throws Exception {
        store();
        awaitDocuments(nodes.node(0));
        awaitDocuments(nodes.node(1));
        try (var searches = new SteadySearches(
                nodes.tokens().of("acme", "ana"),
                IntStream.range(0, 24).mapToObj(EmbeddingMigrationIT::question).toList())) {
            searches.begin(nodes.all());

            // The one that is halted cannot take the work.
            searches.only(nodes.node(0));
            nodes.node(1).freeze();
            String id = post(nodes.node(0), "/api/index/migrations", Map.of("model", WideModel.NAME))
                    .path("id")
                    .asText();
            soon().until(() -> migration(nodes.node(0), id).path("embedded").asLong() > 0);
            nodes.node(1).thaw();
            searches.among(nodes.all());
            nodes.node(0).kill();
            searches.awaitEach();
            searches.only(nodes.node(1));
            JsonNode left = migration(nodes.node(1), id);
            assertThat(left.path("state").asText()).isEqualTo("embedding");
            assertThat(left.path("remaining").asLong()).isPositive();

            soon().until(() ->
                    migration(nodes.node(1), id).path("state").asText().equals("ready"));
            assertThat(vectors(WideModel.NAME)).isEqualTo(MEMORIES);
            assertThat(migration(nodes.node(1), id).path("remaining").asLong()).isZero();
            soon().until(() -> get(nodes.node(1), "/api/memories/stats")
                            .at("/clusters/waiting")
                            .asLong()
                    == 0);

            nodes.node(0).start();
            nodes.node(0).awaitReady();
            awaitDocuments(nodes.node(0));
            searches.among(nodes.all());
            for (ServiceNode node : nodes.all()) {
                soon().until(() -> migration(node, id).path("caughtUp").asBoolean());
            }
            change(nodes.node(1), id, "cutover");
            awaitDimensions(WideModel.DIMENSIONS);
            searches.awaitEach();
            change(nodes.node(0), id, "rollback");
            awaitDimensions(NARROW_DIMENSIONS);
            searches.awaitEach();
            change(nodes.node(0), id, "cutover");
            awaitDimensions(WideModel.DIMENSIONS);
            searches.awaitEach();

            assertThat(searches.problems()).isEmpty();
            System.out.printf(
                    "%d searches answered as before, %d of them by the other node%n",
                    searches.answers(), searches.elsewhere());
        }
    }

    private static void store() {
        for (int from = 0; from < MEMORIES; from += BATCH) {
            var items = new ArrayList<Map<String, Object>>();
            for (int i = from; i < from + BATCH; i++) {
                items.add(Map.of("op", "add", "memory", Map.of("type", "fact", "content", content(i))));
            }
            assertThat(post(nodes.node(0), "/api/memories/batch", Map.of("items", items))
                            .path("items"))
                    .hasSize(BATCH);
        }
        soon().until(() ->
                get(nodes.node(0), "/api/memories/stats").path("embedded").asLong() == MEMORIES);
    }

    private static String content(int number) {
        return "In %d %s %s %s".formatted(1300 + number, WHO[number % 5], DOES[number / 5 % 6], WHAT[number / 30 % 8]);
    }

    private static String question(int number) {
        int which = number * 26;
        return "who %s %s in %d?".formatted(DOES[which / 5 % 6], WHAT[which / 30 % 8], 1300 + which);
    }

    private static void awaitDocuments(ServiceNode node) {
        soon().until(() -> {
            JsonNode index = node.health("memory-index");
            return index.path("state").asText().equals("following")
                    && index.path("documents").asLong() == MEMORIES
                    && index.path("backlog").asLong() == 0;
        });
    }

    private static void awaitDimensions(int dimensions) {
        for (ServiceNode node : nodes.all()) {
            soon().until(() -> node.health("memory-index").path("dimensions").asInt() == dimensions);
        }
    }

    private static long vectors(String model) throws SQLException {
        return nodes.count("select count(*) from memory.memory_embedding where model like '" + model + "@%'");
    }

    private static JsonNode migration(ServiceNode node, String id) {
        return get(node, "/api/index/migrations/" + id);
    }

    /** Also once the other model has caught up, which each process says for itself. */
    private static void change(ServiceNode node, String id, String how) {
        soon().until(() ->
                send(node, "/api/index/migrations/" + id + "/" + how, Map.of()).statusCode() == 200);
    }

    private static JsonNode get(ServiceNode node, String path) {
        return ok(send(node, path, null));
    }

    private static JsonNode post(ServiceNode node, String path, Object body) {
        return ok(send(node, path, body));
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode() / 100)
                .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(2);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<byte[]> send(ServiceNode node, String path, Object body) {
        try {
            var request = HttpRequest.newBuilder(node.url().resolve(path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Authorization", "Bearer " + operator)
                    .header("Content-Type", "application/json");
            if (body != null) {
                request.POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
            }
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50));
    }
}
