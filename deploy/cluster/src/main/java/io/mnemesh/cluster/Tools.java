package io.mnemesh.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The folder of optional tools that {@code ./mnemesh tools} fills. */
final class Tools {

    private Tools() {}

    /** A file of a tool; the test is left out, with the reason, where the tool is not there. */
    static Path file(String tool, String file) {
        String cache = Objects.requireNonNullElse(
                System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home") + "/.cache");
        Path tools = Path.of(Objects.requireNonNullElse(System.getenv("MNEMESH_TOOLS"), cache + "/mnemesh/tools"));
        assumeTrue(
                Files.exists(tools.resolve(tool).resolve("version")),
                tool + " is left out; get it with ./mnemesh tools " + tool);
        return tools.resolve(tool).resolve(file);
    }
}
