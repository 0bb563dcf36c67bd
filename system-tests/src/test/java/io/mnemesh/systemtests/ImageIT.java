package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.embedded.FolderTree;
import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image that is made without a daemon, unpacked as a container would: its settings, its files, and that its entry point
 * starts with the cache that is in it. It has no base here, so the C library is this machine's.
 */
class ImageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Service SERVICE = Service.GATEWAY;
    private static final Map<String, String> START_AND_END = Map.of(
            "MNEMESH_GATEWAY_MASTER_KEY", "A".repeat(43) + "=",
            "QUARKUS_INIT_AND_EXIT", "true",
            "QUARKUS_FLYWAY_MIGRATE_AT_START", "false");

    @TempDir
    static Path folder;

    private static final Path TARGET = Build.HOME.resolve(SERVICE.folder()).resolve("target");
    private static Path root;
    private static JsonNode settings;
    private static List<Set<String>> layers;

    @BeforeAll
    static void makeAndUnpack() throws IOException {
        Path runtime = folder.resolve("java");
        ImageTool.run(
                folder,
                Map.of(),
                List.of(
                        ImageTool.java("jlink"),
                        "--add-modules",
                        String.join(",", Files.readAllLines(Build.HOME.resolve("deploy/images/java-modules"))),
                        "--strip-debug",
                        "--output",
                        runtime.toString()));
        Path cache = Files.createDirectories(TARGET.resolve("image")).resolve("app.aot");
        ImageTool.run(
                SERVICE.jar(Build.HOME).getParent(),
                START_AND_END,
                List.of(
                        runtime.resolve("bin/java").toString(),
                        "@" + Build.HOME.resolve("deploy/images/java-options/" + SERVICE.artifact()),
                        "-XX:AOTCacheOutput=" + cache,
                        "-jar",
                        SERVICE.jar(Build.HOME).toString()));
        ImageTool.images("bills", SERVICE.artifact());
        ImageTool.images("image", "--base", "scratch", "--runtime", runtime.toString(), SERVICE.artifact());
        unpack(TARGET.resolve("image.tar"));
    }

    @AfterAll
    static void delete() throws IOException {
        FolderTree.delete(folder);
        Files.deleteIfExists(TARGET.resolve("image.tar"));
    }

    private static void unpack(Path image) throws IOException {
        Path parts = Files.createDirectory(folder.resolve("parts"));
        root = Files.createDirectory(folder.resolve("root"));
        ImageTool.run(parts, Map.of(), List.of("tar", "-xf", image.toString()));
        JsonNode manifest =
                JSON.readTree(parts.resolve("manifest.json").toFile()).get(0);
        settings = JSON.readTree(parts.resolve(manifest.path("Config").asText()).toFile());
        layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("Layers")) {
            String file = parts.resolve(layer.asText()).toString();
            layers.add(new TreeSet<>(ImageTool.run(parts, Map.of(), List.of("tar", "-tzf", file))
                    .lines()
                    .filter(line -> !line.startsWith("tar: "))
                    .toList()));
            ImageTool.run(root, Map.of(), List.of("tar", "-xzf", file));
        }
    }

    @Test
    void shouldSayWhatItIsAndRunAsNobody() {
        JsonNode config = settings.path("config");

        assertThat(config.path("User").asText()).isEqualTo("10001:10001");
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/app");
        assertThat(config.path("Entrypoint"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "/java/bin/java",
                        "@/app/java-options",
                        "-XX:AOTCache=/app/app.aot",
                        "-jar",
                        "/app/quarkus-run.jar");
        assertThat(config.path("Env"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("MALLOC_ARENA_MAX=2", "ORT_DISABLE_TELEMETRY=1");
        assertThat(config.at("/Labels/org.opencontainers.image.title").asText()).isEqualTo("mnemesh/gateway");
        assertThat(config.at("/Labels/org.opencontainers.image.licenses").asText())
                .isEqualTo("Apache-2.0");
        assertThat(root.resolve(config.at("/Labels/io.mnemesh.sbom").asText().substring(1)))
                .hasSameBinaryContentAs(TARGET.resolve("bom.json"));
    }

    @Test
    void shouldChangeLibrariesAndTheServiceApart() {
        assertThat(layers).hasSize(5);
        assertThat(layers.get(0)).allMatch(file -> file.startsWith("java/"));
        assertThat(layers.get(1))
                .anyMatch(file -> file.startsWith("app/lib/main/io.quarkus.quarkus-core-"))
                .noneMatch(file -> file.contains("io.mnemesh."));
        assertThat(layers.get(2))
                .contains("app/quarkus-run.jar", "app/java-options", "app/quarkus/quarkus-application.dat")
                .anyMatch(file -> file.startsWith("app/lib/main/io.mnemesh.mnemesh-mesh-"));
        assertThat(layers.get(3)).contains("app/app.aot");
        assertThat(layers.get(4)).contains("licenses/LICENSE", "licenses/NOTICE", "app/sbom/bom.json");
    }

    @Test
    void shouldHaveWhatWasPackagedAndNothingThatCanBeWrittenOrIsSecret() throws IOException {
        Path packaged = SERVICE.jar(Build.HOME).getParent();

        assertThat(jars(root.resolve("app"))).isEqualTo(jars(packaged));
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> {
                assertThat(Files.getPosixFilePermissions(file).toString()).doesNotContain("WRITE");
                assertThat(file.getFileName().toString())
                        .doesNotMatch(".*\\.(pem|key|p12|jks|env)|secrets?\\..*|id_rsa.*");
            });
        }
    }

    @Test
    void shouldStartWithTheCacheThatIsInIt() {
        var command = new ArrayList<String>();
        settings.at("/config/Entrypoint")
                .forEach(part -> command.add(part.asText().replaceFirst("^/|(?<=^@)/|(?<==)/", root + "/")));
        // Such a machine ends when it cannot use the cache, instead of starting without.
        command.add(1, "-XX:AOTMode=on");

        String said = ImageTool.run(root.resolve("app"), START_AND_END, command);

        assertThat(said).contains("gateway stopped in").doesNotContain("AOT cache");
    }

    private static Set<String> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new TreeSet<>(files.filter(file -> file.toString().endsWith(".jar"))
                    .map(file -> folder.relativize(file).toString())
                    .toList());
        }
    }
}
