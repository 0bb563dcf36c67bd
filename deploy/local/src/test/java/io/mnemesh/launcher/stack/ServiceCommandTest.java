package io.mnemesh.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCommandTest {

    private static final List<String> HEAP = List.of("-Xmx100m");

    @TempDir
    Path home;

    @Test
    void shouldStartWithTheCacheThatIsThere() throws IOException {
        made(Service.MEMORY.jar(home));
        Path cache = made(Service.MEMORY.cache(home));

        List<String> words = ServiceCommand.onJvm(Service.MEMORY, home, jvm(true), HEAP);

        assertThat(words)
                .startsWith("/java/bin/java", "-XX:+UseSerialGC")
                .contains("--add-modules=jdk.incubator.vector", "-Xmx100m")
                .endsWith(
                        "-XX:AOTCache=" + cache,
                        "-jar",
                        Service.MEMORY.jar(home).toString());
    }

    @Test
    void shouldStartWithoutACacheWhenThereIsNoneOrNoneIsWanted() throws IOException {
        made(Service.GATEWAY.jar(home));
        made(Service.MEMORY.jar(home));
        made(Service.MEMORY.cache(home));

        assertThat(ServiceCommand.onJvm(Service.GATEWAY, home, jvm(true), HEAP)).noneMatch(ServiceCommandTest::isCache);
        assertThat(ServiceCommand.onJvm(Service.MEMORY, home, jvm(false), HEAP)).noneMatch(ServiceCommandTest::isCache);
    }

    @Test
    void shouldMakeACacheInsteadOfUsingOne() throws IOException {
        made(Service.CACHE.jar(home));
        made(Service.CACHE.cache(home));
        var training = new Jvm(Path.of("/java"), true, Map.of(Service.CACHE, Path.of("/out/app.aot")));

        assertThat(ServiceCommand.onJvm(Service.CACHE, home, training, HEAP).stream()
                        .filter(ServiceCommandTest::isCache))
                .containsExactly("-XX:AOTCacheOutput=/out/app.aot");
    }

    @Test
    void shouldGiveANativeExecutableItsOptionsOnly() throws IOException {
        Path executable = made(home.resolve("realtime-gateway/target/realtime-gateway-1-runner"));

        assertThat(ServiceCommand.natively(Service.REALTIME, home, HEAP))
                .containsExactly(executable.toString(), "-Xmx100m");
    }

    @Test
    void shouldSayWhatIsNotBuilt() {
        assertThatThrownBy(() -> ServiceCommand.onJvm(Service.GATEWAY, home, jvm(true), HEAP))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("gateway is not built")
                .hasMessageContaining("./mnemesh build");
        assertThatThrownBy(() -> ServiceCommand.natively(Service.GATEWAY, home, HEAP))
                .isInstanceOf(LauncherException.class)
                .hasMessage("gateway has no native executable; run ./mnemesh build --native gateway.");
    }

    private static Jvm jvm(boolean cached) {
        return new Jvm(Path.of("/java"), cached, Map.of());
    }

    private static boolean isCache(String word) {
        return word.startsWith("-XX:AOT");
    }

    private static Path made(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
