package io.mnemesh.embeddings.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.embeddings.TestModels;
import io.mnemesh.embeddings.model.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class VerifyModelTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void shouldFindThatTheBuiltInAndTheMountedModelsAgree() throws IOException {
        boolean good = verify(TestModels.FOLDER);

        assertThat(said())
                .contains("all-MiniLM-L6-v2@1.0: 5 texts, greatest difference ")
                .contains("all-MiniLM-L6-v2-int8@1.0: 5 texts, smallest cosine 0.9")
                .contains("tiny-roberta@r1: 5 texts, ")
                .doesNotContain("codebert-base")
                .doesNotContain("DOES NOT AGREE");
        assertThat(good).isTrue();
    }

    @Test
    void shouldFindThatVectorsDiffer(@TempDir Path folder) throws IOException {
        Path model = mounted(folder);
        Files.writeString(
                model.resolve("reference.json"),
                Files.readString(model.resolve("reference.json"))
                        .replaceFirst("\"vector\": \\[\\s*-?0", "\"vector\": [ 2"));

        assertThat(verify(folder, "tiny-mpnet")).isFalse();
        assertThat(said()).startsWith("tiny-mpnet@").endsWith(" (at most 1e-04): DOES NOT AGREE\n");
    }

    @Test
    void shouldSayWhatIsMissing(@TempDir Path folder) throws IOException {
        Files.delete(mounted(folder).resolve("reference.json"));

        assertThat(verify(folder, "tiny-mpnet", "codebert-base", "no-such")).isFalse();
        assertThat(said().lines())
                .containsExactly(
                        "tiny-mpnet: reference.json of tiny-mpnet is missing: there is no such file in its folder of the"
                                + " models directory.: DOES NOT AGREE",
                        "codebert-base: model.onnx of codebert-base is missing: there is no such file in its folder of the"
                                + " models directory.: DOES NOT AGREE",
                        "no-such: there is no such model in models.yaml or the models directory: DOES NOT AGREE");
    }

    @Test
    void shouldAskOfEightBitsForTheDirectionOnly() {
        Agreement agreement = Agreement.NONE.and(new float[] {1, 0}, new double[] {0.99, 0.1});

        assertThat(agreement.enough(Precision.INT8)).isTrue();
        assertThat(agreement.enough(Precision.FP32)).isFalse();
        assertThat(Agreement.NONE.enough(Precision.FP32)).isFalse();
        assertThat(Agreement.NONE.and(new float[] {1}, new double[] {1, 0}).enough(Precision.FP32))
                .isFalse();
    }

    private boolean verify(Path folder, String... names) throws IOException {
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new VerifyModel(
                        Optional.of(folder), Path.of("target", "model-data").toAbsolutePath(), out)
                .run(List.of(names));
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Path mounted(Path folder) throws IOException {
        Path from = TestModels.FOLDER.resolve("tiny-mpnet");
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve("tiny-mpnet")
                        .resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return folder.resolve("tiny-mpnet");
    }
}
