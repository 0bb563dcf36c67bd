package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.embeddings.TestModels;
import io.mnemesh.embeddings.model.DigestsAhead;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesAheadTest {

    private final ModelSpec spec = TestModels.builtIn();

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        DigestsAhead.forget();
    }

    @Test
    void shouldBeginWithTheFilesThatTheLoadVerifies() throws Exception {
        var files = new ModelFiles(Optional.empty(), folder);
        Path copy = files.verified(spec, spec.tokenizer()).path();
        byte[] content = Files.readAllBytes(copy);

        for (Thread begun : FilesAhead.begin(Map.of("MNEMESH_DATA_DIR", folder.toString()))) {
            begun.join();
        }
        Files.writeString(copy, "altered");

        // What was found ahead is what counts for the load that follows, and for no later one.
        files.verified(spec, spec.tokenizer());
        assertThat(copy).hasContent("altered");
        files.verified(spec, spec.tokenizer());
        assertThat(copy).hasBinaryContent(content);
    }

    @Test
    void shouldBeginWithNothingWithoutADataFolder() {
        assertThat(FilesAhead.begin(Map.of())).isEmpty();
        assertThat(FilesAhead.begin(Map.of("MNEMESH_DATA_DIR", " "))).isEmpty();
    }

    @Test
    void shouldLeaveItToTheLoadToSayWhatIsWrong() throws IOException {
        Files.writeString(folder.resolve("models.yaml"), "all-MiniLM-L6-v2: [");

        assertThat(FilesAhead.begin(
                        Map.of("MNEMESH_DATA_DIR", folder.toString(), "MNEMESH_MODELS_DIR", folder.toString())))
                .hasSize(1);
    }
}
