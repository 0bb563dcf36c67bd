package io.mnemesh.checks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.checks.chart.Repository;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.util.List;
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

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void shouldKeepTheRulesOfImages(String name) {
        List<String> lines = instructions(name);

        assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
                .allSatisfy(from -> assertThat(from).contains("/", ":").doesNotContain(":latest"));
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
                .allSatisfy(service -> assertThat(Files.isDirectory(
                                Repository.path(service.equals("cache-service") ? "cache-service/service" : service)))
                        .isTrue());
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
