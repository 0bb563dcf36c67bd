package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.embeddings.TestModels;
import io.mnemesh.embeddings.model.DigestsAhead;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesAheadTest {

    private static final String ALTERED = "altered";

    private final ModelSpec spec = TestModels.builtIn();

    @TempDir
    private Path folder;

    private ModelFiles files;
    private Path tokenizer;

    @BeforeEach
    void prepare() {
        files = new ModelFiles(Optional.empty(), folder);
        tokenizer = files.places(spec).getLast();
    }

    @AfterEach
    void forget() {
        DigestsAhead.forget();
    }

    @Test
    void shouldBeginWithTheFilesThatTheLoadVerifies() throws Exception {
        files.verified(spec, spec.tokenizer());
        byte[] content = Files.readAllBytes(tokenizer);

        join(FilesAhead.begin(variables(folder), Optional.empty()));
        Files.writeString(tokenizer, ALTERED);

        // What was found ahead is what counts for the load that follows, and for no later one.
        files.verified(spec, spec.tokenizer());
        assertThat(tokenizer).hasContent(ALTERED);
        files.verified(spec, spec.tokenizer());
        assertThat(tokenizer).hasBinaryContent(content);
    }

    @Test
    void shouldBeginWithNothingIfTheVariablesDoNotSayWhereTheFilesAre() {
        assertThat(FilesAhead.begin(Map.of(), Optional.empty())).isEmpty();
        assertThat(FilesAhead.begin(Map.of("MNEMESH_DATA_DIR", " "), Optional.empty()))
                .isEmpty();
    }

    @Test
    void shouldBeginWithTheLibrariesIfTheDescriptionOfModelsIsWrong() throws Exception {
        Files.writeString(folder.resolve("models.yaml"), "all-MiniLM-L6-v2: [");
        var guess = new Guess(spec.name(), Optional.of(folder), folder);

        assertThat(guess.modelFiles()).isEmpty();
        assertThat(guess.libraries())
                .map(file -> file.getFileName().toString())
                .allMatch(name -> name.startsWith("libonnxruntime"))
                .hasSize(2);
    }

    @Test
    void shouldHaveTheExecutableBringWhatIsMissing() throws Exception {
        String digest = spec.tokenizer().sha256().orElseThrow();
        Path executable = executable("mkdir -p '" + tokenizer.getParent() + "'; printf " + ALTERED + " > '" + tokenizer
                + "'; echo '" + digest + "  " + tokenizer + "'");

        join(FilesAhead.begin(variables(folder), Optional.of(executable)));

        // What it says of the file counts for the load that follows.
        files.verified(spec, spec.tokenizer());
        assertThat(tokenizer).hasContent(ALTERED);
    }

    @Test
    void shouldCopyItselfIfTheExecutableFails() throws Exception {
        Path executable =
                executable("echo '" + spec.tokenizer().sha256().orElseThrow() + "  " + tokenizer + "'; exit 1");

        join(FilesAhead.begin(variables(folder), Optional.of(executable)));

        files.verified(spec, spec.tokenizer());
        assertThat(tokenizer).hasSize(711_661);
    }

    @Test
    void shouldCopyItselfIfThereIsNoExecutable() throws Exception {
        join(FilesAhead.begin(variables(folder), Optional.of(folder.resolve("none"))));

        files.verified(spec, spec.tokenizer());
        assertThat(tokenizer).hasSize(711_661);
    }

    private Path executable(String script) throws IOException {
        Path executable = Files.writeString(folder.resolve("service"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwx------"));
    }

    private static Map<String, String> variables(Path data) {
        return Map.of("MNEMESH_DATA_DIR", data.toString());
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
