package io.mnemesh.checks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.checks.chart.Repository;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that image files are usually held to. Nothing is built: that needs Docker. */
class ImagesTest {

    private static final List<String> SERVICES = List.of(
            "gateway",
            "memory-service",
            "embeddings-service",
            "intelligence-service",
            "realtime-gateway",
            "cache-service");

    /** Of a package of Debian's that gcr.io/distroless/cc has: libc6, libgcc-s1, libstdc++6. */
    private static final Set<String> OF_THE_BASE = Set.of(
            "libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "librt.so.1", "libstdc++.so.6");

    private static final Pattern LIBRARY = Pattern.compile("\\blib[a-z_+]+\\.so\\.\\d+");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void shouldKeepTheRulesOfImages(String name) {
        List<String> lines = instructions(name);

        assertThat(bases(lines)).isNotEmpty().allMatch(base -> base.matches(".+/.+:.+") && !base.endsWith(":latest"));
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("USER "))
                        .toList()
                        .getLast())
                .isEqualTo("USER 10001:10001");
        assertThat(lines.stream().filter(line -> line.startsWith("ENTRYPOINT ")))
                .singleElement()
                .asString()
                .startsWith("ENTRYPOINT [");
        assertThat(lines.stream().filter(line -> line.startsWith("WORKDIR ")))
                .allSatisfy(line -> assertThat(line).startsWith("WORKDIR /"));
        assertThat(lines)
                .noneMatch(line -> line.startsWith("ADD ")
                        || line.startsWith("MAINTAINER")
                        || line.contains("sudo ")
                        || line.contains("apt-get")
                        || line.matches("(ENV|ARG) .*(PASSWORD|SECRET|TOKEN).*"));
        assertThat(String.join("\n", lines))
                .contains("STOPSIGNAL SIGTERM", "COPY LICENSE NOTICE /licenses/")
                .contains("COPY ${FOLDER}/target/bom.json /app/sbom/bom.json", "io.mnemesh.sbom=\"/app/sbom/bom.json\"")
                .contains(
                        "image.title=",
                        "image.description=",
                        "image.version=",
                        "image.revision=",
                        "image.licenses=",
                        "image.source=");
    }

    /** Executables of this machine, where there are some, find what they are linked with: in the base, or copied beside them. */
    @Test
    void shouldHaveTheLibrariesThatExecutablesAreLinkedWith() throws IOException, InterruptedException {
        Set<String> there = LIBRARY.matcher(Repository.read("deploy/images/Dockerfile.native"))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(there).containsExactly("libz.so.1");
        there.addAll(OF_THE_BASE);

        for (String service : SERVICES) {
            for (Path executable : executables(Repository.path(folder(service)).resolve("target"))) {
                assertThat(linked(executable)).as("%s", executable).isNotEmpty().isSubsetOf(there);
            }
        }
    }

    /** {@code jlink} refuses {@code ALL-MODULE-PATH} where the JDK comes without packaged modules, as Temurin's does. */
    @Test
    void shouldNameTheModulesOfItsRuntime() {
        List<String> modules =
                Repository.read("deploy/images/java-modules").lines().toList();

        assertThat(modules)
                .contains("java.se", "jdk.unsupported", "jdk.incubator.vector")
                .doesNotHaveDuplicates();
        assertThat(modules).allMatch(name -> ModuleFinder.ofSystem().find(name).isPresent());
        assertThat(Repository.read("deploy/images/Dockerfile.jvm"))
                .contains("--add-modules \"$(paste -sd, /tmp/java-modules)\"");
    }

    /** Each file that an instruction copies from the repository must come past {@code .dockerignore}. */
    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void shouldLetPastWhatImagesAreMadeOf(String name) {
        List<String> let = Repository.read(".dockerignore")
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(instructions(name).stream()
                        .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                        .flatMap(line -> Stream.of(line.replaceAll("--\\S+", "").split("\\s+"))
                                .skip(1))
                        .filter(source -> source.contains("target") || source.startsWith("deploy")))
                .isNotEmpty()
                .allMatch(source -> let.stream()
                        .anyMatch(pattern -> source.replace("${SERVICE}-*", "*")
                                .replaceAll("\\$\\{\\w+}", "*")
                                .startsWith(pattern)));
    }

    @Test
    void shouldStartWithTheCacheThatItFilled() {
        String file = Repository.read("deploy/images/Dockerfile.jvm");

        assertThat(file)
                .contains(
                        "-XX:AOTCacheOutput=app.aot -jar /app/quarkus-run.jar",
                        "-XX:AOTCache=/app/app.aot",
                        "QUARKUS_INIT_AND_EXIT=true");
        assertThat(file.indexOf("@java-options")).isPositive();
        // What a start writes, say a key of its own, must not come into the image.
        assertThat(file).contains("RUN MNEMESH_DATA_DIR=/tmp/data ");
    }

    @Test
    void shouldGiveEachServiceTheOptionsOfTheLauncher() {
        String launcher = Repository.read("deploy/local/src/main/java/io/mnemesh/launcher/stack/ServiceCommand.java")
                + Repository.read("deploy/local/src/main/java/io/mnemesh/launcher/stack/Service.java");

        assertThat(SERVICES).allSatisfy(service -> {
            Stream<String> options =
                    Repository.read("deploy/images/java-options/" + service).lines();
            assertThat(options).isNotEmpty().allMatch(option -> launcher.contains("\"" + option + "\""));
        });
        assertThat(Repository.read("deploy/images/java-options/memory-service")).contains("jdk.incubator.vector");
    }

    @Test
    void shouldCopyFoldersThatServicesHave() {
        assertThat(SERVICES)
                .allSatisfy(service -> assertThat(Files.isDirectory(Repository.path(folder(service))))
                        .isTrue());
    }

    /** What images are based on, unless the arguments of a build say otherwise. */
    private static List<String> bases(List<String> lines) {
        Map<String, String> arguments = lines.stream()
                .filter(line -> line.matches("ARG \\w+=.+"))
                .map(line -> line.substring("ARG ".length()).split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return lines.stream()
                .filter(line -> line.startsWith("FROM "))
                .map(line -> line.split(" ", 3)[1])
                .map(base -> arguments.getOrDefault(base.replaceAll("[${}]", ""), base))
                .toList();
    }

    private static List<Path> executables(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        try (var files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-runner")).toList();
        }
    }

    private static String folder(String service) {
        return service.equals("cache-service") ? "cache-service/service" : service;
    }

    private static Set<String> linked(Path executable) throws IOException, InterruptedException {
        Process ldd = new ProcessBuilder("ldd", executable.toString()).start();
        String text = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ldd.waitFor()).isZero();
        return LIBRARY.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> instructions(String name) {
        return Repository.read("deploy/images/" + name)
                .replace("\\\n", " ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
