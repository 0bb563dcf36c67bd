package io.mnemesh.memory.index.lucene;

import static io.mnemesh.memory.index.Samples.ACME;
import static io.mnemesh.memory.index.Samples.id;
import static io.mnemesh.memory.index.Samples.memory;
import static io.mnemesh.memory.index.Samples.put;
import static io.mnemesh.memory.index.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.memory.index.MemoryIndex;
import io.mnemesh.memory.index.MemoryIndexContract;
import io.mnemesh.memory.index.ranking.Fusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneMemoryIndexTest extends MemoryIndexContract {

    @TempDir
    Path directory;

    @Override
    protected MemoryIndex create() {
        return new LuceneMemoryIndex(settings(directory, 3, true));
    }

    static LuceneSettings settings(Path directory, int dimensions, boolean memoryMapped) {
        return new LuceneSettings(
                directory,
                memoryMapped,
                dimensions,
                150,
                new Fusion(0.5),
                Duration.ofMillis(20),
                Duration.ofSeconds(5),
                5_000,
                2,
                16);
    }

    @Test
    void shouldFindAChangeWithinTheRefreshTime() {
        long start = System.nanoTime();
        apply(put(memory(ACME, 1, "quick")));

        eventuallyIds(words(ACME, "quick"), id(1));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void shouldReadTheSameFilesWithoutMemoryMapping() {
        apply(put(memory(ACME, 1, "portable")));
        index.close();

        index = new LuceneMemoryIndex(settings(directory, 3, false));

        assertThat(index.open().await().atMost(SOON)).isPresent();
        assertThat(ids(words(ACME, "portable"))).containsExactly(id(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments_", ".cfs", ".si"})
    void shouldStartEmptyWhenAFileIsDamaged(String kind) throws IOException {
        apply(put(memory(ACME, 1, "lost and found")));
        index.close();
        Path file = file(kind);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 8; i < bytes.length; i += 3) {
            bytes[i] ^= 0x5a;
        }
        Files.write(file, bytes);

        index = create();

        assertThat(index.open().await().atMost(SOON)).isEmpty();
        assertThat(ids(words(ACME, "lost"))).isEmpty();
        rebuildEmpty(io.mnemesh.mesh.stream.Cursor.START);
        apply(put(memory(ACME, 1, "lost and found")));
        eventuallyIds(words(ACME, "lost"), id(1));
    }

    @Test
    void shouldStartEmptyWhenAFileIsMissing() throws IOException {
        apply(put(memory(ACME, 1, "lost")));
        index.close();
        Files.delete(file(".si"));

        index = create();

        assertThat(index.open().await().atMost(SOON)).isEmpty();
    }

    @Test
    void shouldStartEmptyWhenTheIndexIsFromANewerVersion() throws IOException {
        index.close();
        Path segments = file("segments_");
        byte[] bytes = Files.readAllBytes(segments);
        // The header is: int magic, string codec name (length byte + 8 characters "segments"), int version.
        bytes[4 + 1 + 8 + 3] = 99;
        Files.write(segments, bytes);

        index = create();

        assertThat(index.open().await().atMost(SOON)).isEmpty();
    }

    @Test
    void shouldStartEmptyWhenVectorsHaveAnotherLength() {
        apply(put(memory(ACME, 1, "text")));
        index.close();

        index = new LuceneMemoryIndex(settings(directory, 4, true));

        assertThat(index.open().await().atMost(SOON)).isEmpty();
        assertThat(index.statistics().documents()).isZero();
    }

    @Test
    void shouldRefuseADirectoryInUseAndLeaveItAlone() {
        apply(put(memory(ACME, 1, "mine")));
        MemoryIndex second = create();

        assertThatThrownBy(() -> second.open().await().atMost(SOON)).hasMessageContaining("in use by another process");
        second.close();

        eventuallyIds(words(ACME, "mine"), id(1));
    }

    @Test
    void shouldLoseOnlyWhatWasNotCommittedWhenTheProcessDies() throws IOException {
        apply(put(memory(ACME, 1, "durable")));
        index.flush().await().atMost(SOON);
        apply(put(memory(ACME, 2, "volatile")));
        Path copy = Files.createDirectories(directory.resolveSibling(directory.getFileName() + "-copy"));
        for (Path file : files()) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }

        MemoryIndex survivor = new LuceneMemoryIndex(settings(copy, 3, true));

        assertThat(survivor.open().await().atMost(SOON)).isPresent();
        assertThat(survivor.search(words(ACME, "durable volatile"))
                        .await()
                        .atMost(SOON)
                        .hits())
                .extracting(hit -> hit.id())
                .containsExactly(id(1));
        survivor.close();
    }

    private Path file(String kind) throws IOException {
        return files().stream()
                .filter(file -> file.getFileName().toString().contains(kind))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().equals("write.lock"))
                    .toList();
        }
    }
}
