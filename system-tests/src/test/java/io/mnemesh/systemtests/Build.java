package io.mnemesh.systemtests;

import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The build that these tests belong to. */
final class Build {

    /** The repository. */
    static final Path HOME =
            Path.of(System.getProperty("mnemesh.home")).toAbsolutePath().normalize();

    /** Services that run as native executables; none unless the test was told. */
    static final Set<Service> NATIVES = Service.named(System.getProperty("mnemesh.native", ""));

    private Build() {}

    /** Makes the folder of logs of a test. */
    static Path logs(String name) throws IOException {
        return Files.createDirectories(HOME.resolve("system-tests/target/logs").resolve(name));
    }
}
