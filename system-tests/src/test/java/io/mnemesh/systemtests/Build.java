package io.mnemesh.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The build that these tests belong to. */
final class Build {

    /** The repository. */
    static final Path HOME =
            Path.of(System.getProperty("mnemesh.home")).toAbsolutePath().normalize();

    private Build() {}

    /** Makes the folder of logs of a test. */
    static Path logs(String name) throws IOException {
        return Files.createDirectories(HOME.resolve("system-tests/target/logs").resolve(name));
    }
}
