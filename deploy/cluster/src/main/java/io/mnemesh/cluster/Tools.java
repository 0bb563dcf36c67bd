package io.mnemesh.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The folder of optional tools that {@code ./mnemesh tools} fills. */
public final class Tools {

    private Tools() {}

    /** Whether a tool is there. */
    public static boolean has(String tool) {
        return Files.exists(folder().resolve(tool).resolve("version"));
    }

    /** A file of a tool; the test is left out, with the reason, where the tool is not there. */
    public static Path file(String tool, String file) {
        assumeTrue(has(tool), tool + " is left out; get it with ./mnemesh tools " + tool);
        return folder().resolve(tool).resolve(file);
    }

    private static Path folder() {
        String cache = Objects.requireNonNullElse(
                System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home") + "/.cache");
        return Path.of(Objects.requireNonNullElse(System.getenv("MNEMESH_TOOLS"), cache + "/mnemesh/tools"));
    }
}
