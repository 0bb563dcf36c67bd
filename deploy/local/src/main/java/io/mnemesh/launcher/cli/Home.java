package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.Jvm;
import io.mnemesh.launcher.stack.LauncherException;
import io.mnemesh.launcher.stack.Ports;
import io.mnemesh.launcher.stack.RunState;
import io.mnemesh.launcher.stack.Service;
import io.mnemesh.launcher.stack.StackConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where this installation keeps things.
 *
 * @param root the repository
 */
record Home(Path root) {

    static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    static Home fromEnvironment() {
        String home = System.getenv("MNEMESH_HOME");
        if (home == null) {
            throw new LauncherException("MNEMESH_HOME is not set; start Mnemesh with ./mnemesh.");
        }
        return new Home(Path.of(home));
    }

    Path state() {
        return root.resolve(".mnemesh");
    }

    Path data() {
        return state().resolve("data");
    }

    Path logs() {
        return state().resolve("logs");
    }

    Path runFile() {
        return state().resolve("run.json");
    }

    Path sample() {
        return root.resolve("deploy/sample");
    }

    /** The data directory that was asked for, or the one of this installation. */
    Path dataOr(@Nullable Path asked) {
        return (asked == null ? data() : asked).toAbsolutePath().normalize();
    }

    /** A stack of this installation on its documented ports, on the JVM. */
    StackConfig stack(Path folder) {
        return stack(folder, Set.of());
    }

    /**
     * A stack of this installation on its documented ports; without ahead-of-time caches if the variable
     * {@code MNEMESH_AOT} is {@code off}.
     *
     * @param natives services that run as native executables
     */
    StackConfig stack(Path folder, Set<Service> natives) {
        boolean caches = !"off".equals(System.getenv("MNEMESH_AOT"));
        return new StackConfig(
                root, folder, logs(), Ports.documented(), natives, Jvm.current(caches), Map.of(), START_TIMEOUT);
    }

    /**
     * Refuses what needs a stopped stack.
     *
     * @throws LauncherException if one runs, or an earlier one left processes behind
     */
    void refuseIfRunning() {
        RunState.read(runFile()).ifPresent(state -> {
            if (state.launcher().handle().isPresent()) {
                throw new LauncherException("Mnemesh is already running (process "
                        + state.launcher().pid() + ", " + state.phase()
                        + "); ./mnemesh status shows it, ./mnemesh down stops it.");
            }
            var left = state.processes().stream()
                    .filter(process -> process.handle().isPresent())
                    .map(process -> process.name() + " (process " + process.pid() + ")")
                    .toList();
            if (!left.isEmpty()) {
                throw new LauncherException("An earlier run ended without stopping " + String.join(", ", left)
                        + "; ./mnemesh down stops what is left of it.");
            }
        });
    }
}
