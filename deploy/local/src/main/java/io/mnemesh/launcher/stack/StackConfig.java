package io.mnemesh.launcher.stack;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a stack is made of.
 *
 * @param home         the repository: where the built services are
 * @param data         everything that outlives a run: databases, indexes, secrets
 * @param logs         one log file per process
 * @param ports        where everything listens
 * @param form         how services are run
 * @param startTimeout longest time one process may take to be ready
 */
public record StackConfig(Path home, Path data, Path logs, Ports ports, Form form, Duration startTimeout) {

    /** How services are run. */
    public enum Form {
        /** On the JVM that runs the launcher. */
        JVM,
        /** As native executables. */
        NATIVE
    }
}
