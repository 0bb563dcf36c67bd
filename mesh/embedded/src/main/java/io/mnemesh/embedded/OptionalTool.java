package io.mnemesh.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A tool that {@code ./mnemesh tools} got; tests that need one that is not there leave themselves out. */
public final class OptionalTool {

    private OptionalTool() {}

    /** Folder of the tool, if it is there. */
    public static Optional<Path> folder(String name) {
        Path folder = tools().resolve(name);
        return Files.isRegularFile(folder.resolve("version")) ? Optional.of(folder) : Optional.empty();
    }

    private static Path tools() {
        String chosen = System.getenv("MNEMESH_TOOLS");
        if (chosen != null && !chosen.isEmpty()) {
            return Path.of(chosen);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path caches =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return caches.resolve("mnemesh").resolve("tools");
    }
}
