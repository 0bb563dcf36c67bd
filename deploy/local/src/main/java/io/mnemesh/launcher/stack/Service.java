package io.mnemesh.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The six services, in the order they are started: each after those it depends on. */
public enum Service {
    GATEWAY("gateway", "gateway", 0, 192),
    EMBEDDINGS("embeddings", "embeddings-service", 2, 192),
    CACHE("cache", "cache-service/service", 5, 128),
    MEMORY("memory", "memory-service", 1, 144),
    INTELLIGENCE("intelligence", "intelligence-service", 3, 192),
    REALTIME("realtime", "realtime-gateway", 4, 192);

    private static final int SMALLEST_HEAP_MIB = 64;

    private final String key;
    private final String folder;
    private final int portOffset;
    private final int heapMiB;

    Service(String key, String folder, int portOffset, int heapMiB) {
        this.key = key;
        this.folder = folder;
        this.portOffset = portOffset;
        this.heapMiB = heapMiB;
    }

    /** The service with this short or folder name. */
    public static Optional<Service> byName(String name) {
        return Arrays.stream(values())
                .filter(service -> service.key.equals(name)
                        || service.folder.equals(name)
                        || (service.key + "-service").equals(name))
                .findFirst();
    }

    /**
     * The services that a text names: {@code all}, or names with commas between; none if it is empty.
     *
     * @throws LauncherException if one of them does not exist
     */
    public static Set<Service> named(String names) {
        if (names.equals("all")) {
            return EnumSet.allOf(Service.class);
        }
        var named = EnumSet.noneOf(Service.class);
        for (String name : names.isBlank() ? new String[0] : names.split(",")) {
            named.add(byName(name.strip())
                    .orElseThrow(() -> new LauncherException("There is no service '" + name.strip() + "'.")));
        }
        return named;
    }

    /** Short name: schema, database role, log prefix. */
    public String key() {
        return key;
    }

    /** Module folder in the repository. */
    public String folder() {
        return folder;
    }

    /** Artifact name, which names the native executable. */
    public String artifact() {
        return this == CACHE ? "cache-service" : folder;
    }

    /**
     * The native executable, if one was built.
     *
     * @param home the repository
     */
    public Optional<Path> nativeExecutable(Path home) {
        try (var files = Files.newDirectoryStream(home.resolve(folder).resolve("target"), artifact() + "-*-runner")) {
            for (Path file : files) {
                return Optional.of(file);
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The jar that starts it on the JVM, if it was built.
     *
     * @param home the repository
     */
    public Path jar(Path home) {
        return home.resolve(folder).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /**
     * The ahead-of-time cache of its classes, if one was made.
     *
     * @param home the repository
     */
    public Path cache(Path home) {
        return jar(home).resolveSibling("app.aot");
    }

    int portOffset() {
        return portOffset;
    }

    /**
     * Largest Java heap, MiB: the default, or what the variable {@code MNEMESH_<KEY>_HEAP_MIB} says.
     *
     * @throws LauncherException if that is not a whole number of at least 64
     */
    int heapMiB(Map<String, String> environment) {
        String name = "MNEMESH_" + key.toUpperCase(Locale.ROOT) + "_HEAP_MIB";
        String said = environment.getOrDefault(name, "").strip();
        if (said.isEmpty()) {
            return heapMiB;
        }
        if (!said.matches("\\d{2,6}") || Integer.parseInt(said) < SMALLEST_HEAP_MIB) {
            throw new LauncherException(
                    name + " is '" + said + "'; it must be a whole number of MiB, at least " + SMALLEST_HEAP_MIB + ".");
        }
        return Integer.parseInt(said);
    }

    /** What the Java virtual machine of this service is told beside what all are. */
    List<String> javaOptions() {
        return switch (this) {
            // Lucene compares vectors several times faster with it.
            case MEMORY -> List.of("--add-modules=jdk.incubator.vector", "-XX:ReservedCodeCacheSize=96m");
            // What takes time there is native code; the second compiler would take processors from the model, see
            // docs/evidence/embeddings.md.
            case EMBEDDINGS -> List.of("-XX:TieredStopAtLevel=1");
            // What fan-out allocates is gone at once: a small nursery holds it, and the rest of the heap is touched by
            // what stays.
            case REALTIME -> List.of("-Xmn32m");
            case GATEWAY, CACHE, INTELLIGENCE -> List.of();
        };
    }

    /** Services that must be ready before this one is started. */
    public Set<Service> dependencies() {
        return switch (this) {
            case GATEWAY, EMBEDDINGS -> Set.of();
            case CACHE, REALTIME -> Set.of(GATEWAY);
            case MEMORY, INTELLIGENCE -> Set.of(GATEWAY, EMBEDDINGS);
        };
    }

    static List<Service> startOrder() {
        return List.of(values());
    }
}
