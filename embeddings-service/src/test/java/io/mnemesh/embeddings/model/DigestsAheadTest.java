package io.mnemesh.embeddings.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsAheadTest {

    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("model.onnx"), "abc");
    }

    @AfterEach
    void forget() {
        DigestsAhead.forget();
    }

    @Test
    void shouldGiveOutADigestThatWasComputedAheadOnce() throws Exception {
        DigestsAhead.begin(List.of(file)).join();
        Files.writeString(file, "");

        assertThat(DigestsAhead.of(file)).contains(ABC);
        assertThat(DigestsAhead.of(file)).contains(EMPTY);
    }

    @Test
    void shouldReadAFileAgainOnceItIsForgotten() throws Exception {
        DigestsAhead.begin(List.of(file)).join();
        Files.writeString(file, "");

        DigestsAhead.forget();

        assertThat(DigestsAhead.of(file)).contains(EMPTY);
    }

    @Test
    void shouldReadAFileThatWasNotThereWhenItWasBegunWith() throws Exception {
        Path later = folder.resolve("tokenizer.json");
        DigestsAhead.begin(List.of(later)).join();

        assertThat(DigestsAhead.of(later)).isEmpty();
        Files.writeString(later, "abc");
        assertThat(DigestsAhead.of(later)).contains(ABC);
    }

    @Test
    void shouldTakeTheWordOfWhoBringsAFileAndReadWhatHeSaysNothingOf() throws Exception {
        Path later = folder.resolve("tokenizer.json");
        DigestsAhead.begin(List.of(file, later, folder.resolve("never")), () -> {
                    write(later, "abc");
                    return Map.of(file, "said");
                })
                .join();

        assertThat(DigestsAhead.of(file)).contains("said");
        assertThat(DigestsAhead.of(file)).contains(ABC);
        assertThat(DigestsAhead.of(later)).contains(ABC);
        assertThat(DigestsAhead.of(folder.resolve("never"))).isEmpty();
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
