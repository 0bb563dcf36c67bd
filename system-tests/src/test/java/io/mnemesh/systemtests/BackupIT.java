package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.backup.BackupFile;
import io.mnemesh.launcher.backup.StackBackup;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.StackListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mesh is backed up while it runs, lost with all its data, and made again from the backup. */
class BackupIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> CONTENTS = List.of(
            "Ana prefers dark dashboards with large numbers",
            "The ferry to the island leaves at a quarter past nine",
            "Deployments of the billing service happen on Tuesdays",
            "The greenhouse is heated with waste heat of the data centre",
            "Bo collects stamps from countries that no longer exist");
    private static final List<String> QUERIES =
            List.of("how should charts look?", "when does the boat go?", "on which day is invoicing released?");

    @TempDir
    Path folder;

    @Test
    void shouldAnswerAsBeforeWhenRestoredFromItsBackup() throws Exception {
        // Given
        Path file = folder.resolve("backup.zip");
        List<List<String>> before;
        String key;
        DatabaseRows written;
        try (RunningMesh mesh = RunningMesh.start(folder.resolve("first"), "backup-first")) {
            CONTENTS.forEach(content -> mesh.admin().store(Map.of("type", "fact", "content", content)));
            before = awaitAnswers(mesh.admin());
            key = mesh.stack().adminKey();
            var outcome = new StackBackup(mesh.config()).write(file);
            written = new DatabaseRows(outcome.tables(), outcome.rows());
        }

        // When: every checksum is compared in there
        Path second = Files.createDirectories(folder.resolve("second"));
        DatabaseRows restored;
        try (var backup = BackupFile.open(file)) {
            var outcome =
                    new StackBackup(RunningMesh.config(second, "backup-second")).restore(backup, StackListener.SILENT);
            restored = new DatabaseRows(outcome.tables(), outcome.rows());
        }

        // Then
        assertThat(restored).isEqualTo(written);
        assertThat(written.rows()).isGreaterThan(CONTENTS.size());
        try (RunningMesh mesh = RunningMesh.start(second, "backup-second")) {
            assertThat(mesh.stack().adminKey()).isEqualTo(key);
            assertThat(awaitAnswers(mesh.admin())).isEqualTo(before);
            var later = mesh.admin()
                    .store(Map.of("type", "fact", "content", "The lighthouse was painted after the restore"));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> answers(mesh.admin(), "what happened to the lighthouse?")
                            .getFirst()
                            .equals(later.path("id").asText()));
        }
    }

    private record DatabaseRows(int tables, long rows) {}

    /** The answers to all queries, once every memory is found by meaning. */
    private static List<List<String>> awaitAnswers(MnemeshClient client) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> answers(client, "anything").size() == CONTENTS.size());
        return QUERIES.stream().map(query -> answers(client, query)).toList();
    }

    private static List<String> answers(MnemeshClient client, String query) {
        JsonNode hits = client.search(Map.of("query", query, "limit", 10)).path("hits");
        return StreamSupport.stream(hits.spliterator(), false)
                .map(hit -> hit.path("memory").path("id").asText())
                .toList();
    }
}
