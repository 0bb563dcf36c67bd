package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.embeddings.EmbeddingsMain;
import io.mnemesh.embeddings.TestModels;
import io.mnemesh.embeddings.model.ModelFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void shouldBringEveryFileAndSayWhatItIs() throws Exception {
        int status = run(Map.of("MNEMESH_DATA_DIR", folder.toString()));

        assertThat(status).isZero();
        var lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(4);
        for (String line : lines) {
            Path file = Path.of(line.substring(66));
            assertThat(line).startsWith(digest(file) + "  ");
        }
        assertThat(lines)
                .map(line -> Path.of(line.substring(66)))
                .endsWith(new ModelFiles(Optional.empty(), folder)
                        .places(TestModels.builtIn())
                        .toArray(Path[]::new));
    }

    @Test
    void shouldFailIfNothingSaysWhereTo() throws Exception {
        assertThat(run(Map.of())).isOne();
        assertThat(said.size()).isZero();
    }

    @Test
    void shouldFailIfThereIsNoSuchModel() throws Exception {
        assertThat(run(Map.of("MNEMESH_DATA_DIR", folder.toString(), "MNEMESH_EMBEDDINGS_DEFAULT_MODEL", "none")))
                .isOne();
        assertThat(said.size()).isZero();
    }

    /** In a process of its own, as it is meant: where the libraries are is a property of the process. */
    private int run(Map<String, String> variables) throws Exception {
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddingsMain.class.getName(),
                Unpacking.ARGUMENT);
        process.environment().keySet().removeIf(name -> name.startsWith("MNEMESH_"));
        process.environment().putAll(variables);
        Process started = process.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        started.getInputStream().transferTo(said);
        return started.waitFor();
    }

    private static String digest(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
