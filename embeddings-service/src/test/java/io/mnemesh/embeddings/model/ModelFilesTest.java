package io.mnemesh.embeddings.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embeddings.RealModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {

    private final ModelSpec spec = RealModel.spec();

    @TempDir
    private Path folder;

    @Test
    void shouldCopyTheResourceOnceAndVouchForIt() throws IOException {
        var files = new ModelFiles(Optional.empty(), folder);

        Path first = files.verified(spec, spec.tokenizer());
        var written = Files.getLastModifiedTime(first);
        Path second = files.verified(spec, spec.tokenizer());

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second)).isEqualTo(written);
        assertThat(Files.size(first)).isEqualTo(711_661);
    }

    @Test
    void shouldReplaceACopyThatWasAltered() throws IOException {
        var files = new ModelFiles(Optional.empty(), folder);
        Path copy = files.verified(spec, spec.tokenizer());
        Files.writeString(copy, "altered");

        assertThat(files.verified(spec, spec.tokenizer())).isEqualTo(copy).hasSize(711_661);
    }

    @Test
    void shouldPreferTheMountedFile() throws IOException {
        Path copy = new ModelFiles(Optional.empty(), folder).verified(spec, spec.tokenizer());
        Path mounted = folder.resolve("mounted");
        Files.createDirectories(mounted.resolve(spec.name()));
        Path file = Files.copy(copy, mounted.resolve(spec.name()).resolve("tokenizer.json"));

        assertThat(new ModelFiles(Optional.of(mounted), folder).verified(spec, spec.tokenizer()))
                .isEqualTo(file);
    }

    @Test
    void shouldNameAMountedFileThatWasAltered() throws IOException {
        Files.createDirectories(folder.resolve(spec.name()));
        Path file = Files.writeString(folder.resolve(spec.name()).resolve("model.onnx"), "altered");

        assertThatThrownBy(() -> new ModelFiles(Optional.of(folder), folder).verified(spec, spec.model()))
                .isInstanceOf(UntrustedModelException.class)
                .hasMessageStartingWith(file + " was altered: its SHA-256 is ")
                .hasMessageContaining(spec.model().sha256());
    }

    @Test
    void shouldNameAFileThatIsMissing() {
        var file = new ModelFile("model.onnx", "no-such-model.onnx", "0".repeat(64));

        assertThatThrownBy(() -> new ModelFiles(Optional.of(folder), folder).verified(spec, file))
                .isInstanceOf(UntrustedModelException.class)
                .hasMessage("model.onnx is missing: it is neither in the models directory nor on the class path as"
                        + " no-such-model.onnx.");
    }
}
