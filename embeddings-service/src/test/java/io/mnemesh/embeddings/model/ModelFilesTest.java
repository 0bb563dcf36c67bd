package io.mnemesh.embeddings.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embeddings.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {

    private final ModelSpec spec = TestModels.builtIn();

    @TempDir
    private Path folder;

    @Test
    void shouldCopyTheResourceOnceAndVouchForIt() throws IOException {
        var files = new ModelFiles(Optional.empty(), folder);

        Path first = files.verified(spec, spec.tokenizer()).path();
        var written = Files.getLastModifiedTime(first);
        Path second = files.verified(spec, spec.tokenizer()).path();

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second)).isEqualTo(written);
        assertThat(Files.size(first)).isEqualTo(711_661);
    }

    @Test
    void shouldReplaceACopyThatWasAltered() throws IOException {
        var files = new ModelFiles(Optional.empty(), folder);
        Path copy = files.verified(spec, spec.tokenizer()).path();
        Files.writeString(copy, "altered");

        assertThat(files.verified(spec, spec.tokenizer()).path())
                .isEqualTo(copy)
                .hasSize(711_661);
    }

    @Test
    void shouldNotReadTheResourceWhenTheCopyIsRight() throws IOException {
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        var file = new ModelFile("model.onnx", Optional.of("no-such-model.onnx"), Optional.of(abc));
        Path copy = folder.resolve("models").resolve(abc).resolve("no-such-model.onnx");
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, "abc");

        assertThat(new ModelFiles(Optional.empty(), folder).verified(spec, file))
                .isEqualTo(new VerifiedFile(copy, abc, 3, true));
    }

    @Test
    void shouldPreferTheMountedFile() throws IOException {
        Path copy = new ModelFiles(Optional.empty(), folder)
                .verified(spec, spec.tokenizer())
                .path();
        Path mounted = folder.resolve("mounted");
        Files.createDirectories(mounted.resolve(spec.name()));
        Path file = Files.copy(copy, mounted.resolve(spec.name()).resolve("tokenizer.json"));

        assertThat(new ModelFiles(Optional.of(mounted), folder)
                        .verified(spec, spec.tokenizer())
                        .path())
                .isEqualTo(file);
    }

    @Test
    void shouldNameAMountedFileThatWasAltered() throws IOException {
        Files.createDirectories(folder.resolve(spec.name()));
        Path file = Files.writeString(folder.resolve(spec.name()).resolve("model.onnx"), "altered");

        assertThatThrownBy(() -> new ModelFiles(Optional.of(folder), folder).verified(spec, spec.model()))
                .isInstanceOf(UntrustedModelException.class)
                .hasMessageStartingWith(file + " was altered: its SHA-256 is ")
                .hasMessageContaining(spec.model().sha256().orElseThrow());
    }

    @Test
    void shouldNameAFileThatIsMissing() {
        var file = new ModelFile("model.onnx", Optional.of("no-such-model.onnx"), Optional.of("0".repeat(64)));

        assertThatThrownBy(() -> new ModelFiles(Optional.of(folder), folder).verified(spec, file))
                .isInstanceOf(UntrustedModelException.class)
                .hasMessage(
                        "model.onnx of all-MiniLM-L6-v2 is missing: it is neither in the models directory nor on the"
                                + " class path as no-such-model.onnx.");
    }

    @Test
    void shouldTakeAnyContentOfAFileWhoseDigestIsNotSaid() throws IOException {
        Files.createDirectories(folder.resolve(spec.name()));
        Files.writeString(folder.resolve(spec.name()).resolve("model.onnx"), "abc");

        VerifiedFile file = new ModelFiles(Optional.of(folder), folder)
                .verified(spec, new ModelFile("model.onnx", Optional.empty(), Optional.empty()));

        assertThat(file.bytes()).isEqualTo(3);
        assertThat(file.own()).isFalse();
        assertThat(file.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void shouldKnowWhichModelsNobodyBrought() {
        ModelSpec mounted = TestModels.spec("tiny-mpnet");

        assertThat(new ModelFiles(Optional.of(TestModels.FOLDER), folder).absent(mounted))
                .isFalse();
        assertThat(new ModelFiles(Optional.of(folder), folder).absent(mounted)).isTrue();
        assertThat(new ModelFiles(Optional.empty(), folder).absent(spec)).isFalse();
    }
}
