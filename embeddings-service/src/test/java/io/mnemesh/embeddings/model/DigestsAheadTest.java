package io.mnemesh.embeddings.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
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

        assertThat(DigestsAhead.of(file)).isEqualTo(ABC);
        assertThat(DigestsAhead.of(file)).isEqualTo(EMPTY);
    }

    @Test
    void shouldReadAFileAgainOnceItIsForgotten() throws Exception {
        DigestsAhead.begin(List.of(file)).join();
        Files.writeString(file, "");

        DigestsAhead.forget();

        assertThat(DigestsAhead.of(file)).isEqualTo(EMPTY);
    }

    @Test
    void shouldReadAFileThatWasNotThereWhenItWasBegunWith() throws Exception {
        Path later = folder.resolve("tokenizer.json");
        DigestsAhead.begin(List.of(later)).join();

        assertThatThrownBy(() -> DigestsAhead.of(later)).isInstanceOf(NoSuchFileException.class);
        Files.writeString(later, "abc");
        assertThat(DigestsAhead.of(later)).isEqualTo(ABC);
    }
}
