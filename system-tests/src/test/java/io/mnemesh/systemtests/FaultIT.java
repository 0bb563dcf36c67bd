package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.ManagedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every process is killed once while memories are written; afterwards each acknowledged memory is stored once,
 * embedded, searchable and announced.
 */
@Tag("fault")
class FaultIT {

    private static final Duration WRITE_INTERVAL = Duration.ofMillis(50);
    private static final List<String> GROUPS =
            List.of("memory-embedder", "memory-cache", "intelligence-errors", "realtime-ingest", "realtime-archive");
    private static final Duration RECOVERY = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingAcknowledgedWhenEveryProcessIsKilledOnce() throws InterruptedException {
        try (var mesh = RunningMesh.start(folder, "fault");
                var writer = new SteadyWriter(mesh.admin(), WRITE_INTERVAL)) {
            // Given
            writer.begin();

            // When
            for (ManagedProcess victim : mesh.stack().processes()) {
                writer.awaitAcknowledged(20);
                victim.kill();
                await().atMost(RECOVERY)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(50))
                        .until(mesh.stack()::ready);
            }
            writer.awaitAcknowledged(40);
            Map<String, String> acknowledged = writer.finish();

            // Then
            var client = mesh.admin();
            assertThat(acknowledged).hasSizeGreaterThan(180);
            assertStoredOnce(client, acknowledged);
            assertEmbedded(client, acknowledged.keySet());
            assertSearchable(client, acknowledged);
            assertAnnounced(client, acknowledged.keySet());
            for (String group : GROUPS) {
                assertThat(client.get("/api/mesh/dead-letters?group=" + group)
                                .ok()
                                .path("items"))
                        .as(group)
                        .isEmpty();
            }
        }
    }

    private static void assertStoredOnce(MnemeshClient client, Map<String, String> acknowledged) {
        var contents = new HashMap<String, List<String>>();
        for (JsonNode memory : everyItem(client, "/api/memories?limit=100")) {
            contents.computeIfAbsent(memory.path("content").asText(), content -> new ArrayList<>())
                    .add(memory.path("id").asText());
        }
        acknowledged.forEach((id, content) -> assertThat(contents.get(content)).containsExactly(id));
        assertThat(contents.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
    }

    private static void assertEmbedded(MnemeshClient client, Set<String> ids) {
        settled(() -> assertThat(everyItem(client, "/api/memories?limit=100").stream()
                        .filter(memory -> memory.path("embedded").asBoolean())
                        .map(memory -> memory.path("id").asText()))
                .containsAll(ids));
    }

    private static void assertSearchable(MnemeshClient client, Map<String, String> acknowledged)
            throws InterruptedException {
        try (var askers = Executors.newFixedThreadPool(4)) {
            var answers = askers.invokeAll(acknowledged.entrySet().stream()
                    .map(memory -> Executors.callable(() -> assertFound(client, memory.getKey(), memory.getValue())))
                    .toList());
            assertThat(answers).allSatisfy(answer -> assertThat(answer.get()).isNull());
        }
    }

    private static void assertFound(MnemeshClient client, String id, String content) {
        settled(() -> {
            JsonNode hit = client.search(Map.of("query", content, "limit", 1))
                    .path("hits")
                    .path(0);
            assertThat(hit.path("memory").path("id").asText()).isEqualTo(id);
            assertThat(hit.path("semanticScore").asDouble()).isGreaterThan(0.9);
        });
    }

    private static void assertAnnounced(MnemeshClient client, Set<String> ids) {
        settled(() -> assertThat(everyItem(client, "/api/events?type=memory_created&limit=100").stream()
                        .map(event -> event.path("subject").asText())
                        .toList())
                .doesNotHaveDuplicates()
                .containsAll(ids));
    }

    private static List<JsonNode> everyItem(MnemeshClient client, String path) {
        var items = new ArrayList<JsonNode>();
        String cursor = "";
        do {
            JsonNode page = client.get(path + cursor).ok();
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor").isTextual()
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return items;
    }

    private static void settled(ThrowingRunnable check) {
        await().atMost(SETTLING)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(check);
    }
}
