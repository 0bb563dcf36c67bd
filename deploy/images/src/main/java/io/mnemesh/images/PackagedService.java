package io.mnemesh.images;

import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as it was packaged: the folder {@code quarkus-app} and what lies in it.
 *
 * @param name    the service's artifact
 * @param version the version of its own jar
 * @param folder  {@code quarkus-app}
 */
record PackagedService(String name, String version, Path folder) {

    /** Group of the mesh's own modules. */
    static final String GROUP = "io.mnemesh";

    private static final String SMILE = "com.github.haifengl";
    private static final String LIST = "quarkus-app-dependencies.txt";

    /** A jar and, unless the build generated it, its coordinates. */
    record Jar(Path file, String location, Optional<Coordinates> coordinates) {}

    /**
     * The service as it was packaged last.
     *
     * @param home the repository
     * @throws IOException if it was not packaged
     */
    static PackagedService of(Service service, Path home) throws IOException {
        return in(service.artifact(), service.jar(home).resolveSibling(""));
    }

    /** @throws IOException if the folder does not have the service's jar */
    static PackagedService in(String name, Path folder) throws IOException {
        if (!Files.isDirectory(folder.resolve("app"))) {
            throw new NoSuchFileException(folder + ": " + name + " is not packaged; run ./mnemesh build.");
        }
        try (var files = Files.newDirectoryStream(folder.resolve("app"), name + "-*.jar")) {
            for (Path file : files) {
                String version = file.getFileName().toString().replaceAll("^\\Q" + name + "\\E-|\\.jar$", "");
                return new PackagedService(
                        name, version, folder.toAbsolutePath().normalize());
            }
        }
        throw new NoSuchFileException(
                folder.resolve("app").resolve(name + "-*.jar").toString());
    }

    /**
     * Every jar in it, in the order of their places.
     *
     * @throws IOException if one below {@code lib} is not in the list of what was packaged
     */
    List<Jar> jars() throws IOException {
        Map<String, Coordinates> listed = new HashMap<>();
        Files.readAllLines(folder.resolve(LIST)).stream()
                .map(Coordinates::parse)
                .flatMap(Optional::stream)
                .forEach(coordinates -> listed.put(coordinates.file(), coordinates));
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(file -> jar(file, listed))
                    .toList();
        }
    }

    /** Under which terms it is distributed as a whole, as an SPDX identifier: those of smile, if that is in it; see NOTICE. */
    String licence() throws IOException {
        boolean hasSmile = jars().stream()
                .flatMap(jar -> jar.coordinates().stream())
                .anyMatch(coordinates -> coordinates.group().equals(SMILE));
        return hasSmile ? "GPL-3.0-only" : "Apache-2.0";
    }

    private Jar jar(Path file, Map<String, Coordinates> listed) {
        String location = folder.relativize(file).toString();
        if (location.startsWith("app/")) {
            return new Jar(file, location, Optional.of(new Coordinates(GROUP, name, version, "")));
        }
        var coordinates = Optional.ofNullable(listed.get(file.getFileName().toString()));
        if (coordinates.isEmpty() && location.startsWith("lib/")) {
            throw new IllegalStateException(file + " is not in " + LIST + "; package the service again.");
        }
        return new Jar(file, location, coordinates);
    }
}
