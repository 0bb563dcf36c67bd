package io.mnemesh.images;

import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ModificationTimeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The image of a service on the Java virtual machine, with the layout that {@code Dockerfile.jvm} gives it, in layers from
 * what changes least to what changes most: Java runtime, libraries, the mesh's own code, ahead-of-time cache. Files keep
 * their times, since the cache is only good for the very jars that it was made of.
 *
 * @param home    the repository
 * @param service what was packaged
 * @param runtime a Java runtime made by {@code jlink}
 * @param cache   an ahead-of-time cache made with this runtime of these jars
 * @param bill    the bill of materials
 */
record ServiceImage(Path home, PackagedService service, Path runtime, Path cache, Path bill) {

    private static final String USER = "10001:10001";
    private static final AbsoluteUnixPath APP = AbsoluteUnixPath.get("/app");
    private static final FilePermissions FOLDER = FilePermissions.fromOctalString("755");
    private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("555");
    private static final FilePermissions PLAIN = FilePermissions.fromOctalString("444");
    private static final ModificationTimeProvider AS_THEY_ARE = (file, _) -> {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    };

    /** Puts it onto a base. */
    JibContainerBuilder on(JibContainerBuilder base, String revision) throws IOException {
        return base.setFileEntriesLayers(
                        layer("java", Map.of(runtime, "/java")),
                        layer("libraries", jars(false)),
                        layer("service", own()),
                        layer("cache", Map.of(cache, "/app/app.aot")),
                        layer(
                                "papers",
                                Map.of(
                                        home.resolve("LICENSE"),
                                        "/licenses/LICENSE",
                                        home.resolve("NOTICE"),
                                        "/licenses/NOTICE",
                                        bill,
                                        "/app/sbom/bom.json")))
                .setUser(USER)
                .setWorkingDirectory(APP)
                .setEnvironment(Map.of("MALLOC_ARENA_MAX", "2", "ORT_DISABLE_TELEMETRY", "1"))
                .setEntrypoint(
                        "/java/bin/java",
                        "@/app/java-options",
                        "-XX:AOTCache=/app/app.aot",
                        "-jar",
                        "/app/quarkus-run.jar")
                .setLabels(labels(revision))
                .setCreationTime(Files.getLastModifiedTime(service.folder().resolve("quarkus-run.jar"))
                        .toInstant());
    }

    private Map<String, String> labels(String revision) throws IOException {
        String prefix = "org.opencontainers.image.";
        return Map.of(
                prefix + "title",
                "mnemesh/" + service.name(),
                prefix + "description",
                "Mnemesh " + service.name() + " on the Java virtual machine",
                prefix + "version",
                service.version(),
                prefix + "revision",
                revision,
                prefix + "licenses",
                service.licence(),
                prefix + "source",
                "https://github.com/mnemesh/mnemesh",
                "io.mnemesh.sbom",
                "/app/sbom/bom.json");
    }

    private Map<Path, String> own() throws IOException {
        var files = jars(true);
        Path quarkus = service.folder().resolve("quarkus");
        files.put(quarkus, "/app/quarkus");
        files.put(home.resolve("deploy/images/java-options").resolve(service.name()), "/app/java-options");
        return files;
    }

    /** Jars with their places in the image, those of the mesh itself or all others, without what the build generated. */
    private Map<Path, String> jars(boolean own) throws IOException {
        var files = new LinkedHashMap<Path, String>();
        for (PackagedService.Jar jar : service.jars()) {
            boolean ours = jar.coordinates()
                    .map(coordinates -> coordinates.group().equals(PackagedService.GROUP))
                    .orElse(true);
            if (ours == own && !jar.location().startsWith("quarkus/")) {
                files.put(jar.file(), "/app/" + jar.location());
            }
        }
        return files;
    }

    private static FileEntriesLayer layer(String name, Map<Path, String> files) throws IOException {
        var layer = FileEntriesLayer.builder().setName(name);
        for (Map.Entry<Path, String> file : files.entrySet()) {
            layer.addEntryRecursive(
                    file.getKey(),
                    AbsoluteUnixPath.get(file.getValue()),
                    (path, _) -> Files.isDirectory(path) ? FOLDER : Files.isExecutable(path) ? EXECUTABLE : PLAIN,
                    AS_THEY_ARE);
        }
        return layer.build();
    }
}
