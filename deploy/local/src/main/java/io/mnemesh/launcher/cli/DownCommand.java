package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** Stops what runs: asks the launcher to drain, or ends what a crashed launcher left behind. */
@Command(name = "down", description = "Drain and stop everything.")
final class DownCommand implements Callable<Integer> {

    private static final Duration DRAIN = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Home home = Home.fromEnvironment();

    @Override
    public Integer call() throws IOException {
        var state = RunState.read(home.runFile());
        if (state.isEmpty()) {
            System.out.println("Mnemesh is not running.");
            return 0;
        }
        state.get().launcher().handle().ifPresent(launcher -> end(launcher, DRAIN));
        for (RunState.Member process : state.get().processes().reversed()) {
            process.handle().ifPresent(left -> {
                System.out.println("stopping " + process.name() + " (process " + process.pid() + ")");
                end(left, GRACE);
            });
        }
        Files.deleteIfExists(home.runFile());
        System.out.println("Mnemesh is stopped.");
        return 0;
    }

    private static void end(ProcessHandle process, Duration grace) {
        process.destroy();
        try {
            process.onExit().orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
