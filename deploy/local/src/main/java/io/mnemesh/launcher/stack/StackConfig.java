package io.mnemesh.launcher.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a stack is made of.
 *
 * @param home         the repository: where the built services are
 * @param data         everything that outlives a run: databases, indexes, secrets
 * @param logs         one log file per process
 * @param ports        where everything listens
 * @param natives      services that run as native executables
 * @param jvm          what the others run on
 * @param settings     environment variables for all services, beside those the stack gives them
 * @param startTimeout longest time one process may take to be ready
 */
public record StackConfig(
        Path home,
        Path data,
        Path logs,
        Ports ports,
        Set<Service> natives,
        Jvm jvm,
        Map<String, String> settings,
        Duration startTimeout) {

    public StackConfig {
        natives = Set.copyOf(natives);
        settings = Map.copyOf(settings);
    }
}
