package io.mnemesh.embeddings.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    private static final String LIBRARY = "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so";
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void shouldKnowTheLibrariesOfEveryPlatformThatTheRuntimeHas() throws IOException {
        Map<String, String> digests = NativeLibraries.digests();

        assertThat(digests).hasSize(6);
        for (Map.Entry<String, String> library : digests.entrySet()) {
            Path copy = folder.resolve("copy");
            try (InputStream in = getClass().getClassLoader().getResourceAsStream(library.getKey())) {
                Files.copy(Objects.requireNonNull(in, library.getKey()), copy);
            }
            assertThat(Sha256.of(copy)).as(library.getKey()).isEqualTo(library.getValue());
            Files.delete(copy);
        }
    }

    @Test
    void shouldLeaveALibraryAloneThatIsThere() throws IOException {
        Path library = folder.resolve("library.so");
        assertThat(unpack(library)).isTrue();
        Files.setLastModifiedTime(library, LONG_AGO);

        assertThat(unpack(library)).isTrue();

        assertThat(Files.getLastModifiedTime(library)).isEqualTo(LONG_AGO);
        assertThat(library).hasSize(88_352);
    }

    @Test
    void shouldReplaceALibraryOfWhichOneByteWasAltered() throws IOException {
        Path library = folder.resolve("library.so");
        unpack(library);
        byte[] whole = Files.readAllBytes(library);
        byte[] altered = whole.clone();
        altered[4_711] ^= 1;
        Files.write(library, altered);

        assertThat(unpack(library)).isTrue();

        assertThat(Files.readAllBytes(library)).isEqualTo(whole);
    }

    @Test
    void shouldRefuseALibraryThatIsNotTheOneItMustBe() {
        Path library = folder.resolve("library.so");

        assertThatThrownBy(() -> NativeLibraries.unpack(LIBRARY, "0".repeat(64), library))
                .isInstanceOf(UntrustedModelException.class)
                .hasMessage("The library " + LIBRARY
                        + " was altered: its SHA-256 is"
                        + " 5017145b4d1ce745c42d88d17bd80612500a20399fa0fad406e5cfbacdb5b8c8,"
                        + " libraries.sha256 says " + "0".repeat(64) + ".");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldSayThatThereIsNoSuchLibrary() throws IOException {
        assertThat(NativeLibraries.unpack("no/such/library.so", "0".repeat(64), folder.resolve("library.so")))
                .isFalse();
    }

    private static boolean unpack(Path library) throws IOException {
        return NativeLibraries.unpack(
                LIBRARY, Objects.requireNonNull(NativeLibraries.digests().get(LIBRARY)), library);
    }
}
