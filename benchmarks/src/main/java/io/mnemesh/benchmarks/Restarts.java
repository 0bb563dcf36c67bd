package io.mnemesh.benchmarks;

import io.mnemesh.launcher.stack.ManagedProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Starts of one service of a mesh of which everything else runs. */
final class Restarts {

    private static final Duration READY_PERIOD = Duration.ofMillis(10);

    private Restarts() {}

    /**
     * Kills the process and waits until the launcher has started it again and it is ready.
     *
     * @return time from its start to its readiness
     */
    static Duration timed(ManagedProcess process) throws InterruptedException {
        Instant before = process.startedAt();
        process.kill();
        Polling.until(READY_PERIOD, () -> !Objects.equals(before, process.startedAt()) && process.ready());
        return Duration.between(Objects.requireNonNull(process.startedAt()), Instant.now());
    }
}
