package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.ProcessMemory;
import io.mnemesh.launcher.stack.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows what runs: process, readiness, uptime and resident memory of each part. */
@Command(name = "status", description = "Show what runs, since when and with how much memory.")
final class StatusCommand implements Callable<Integer> {

    private static final String ROW = "%-14s %8s  %-9s %10s %9s%n";

    private final Home home = Home.fromEnvironment();

    @Override
    public Integer call() {
        var state = RunState.read(home.runFile());
        if (state.isEmpty()) {
            System.out.println("Mnemesh is not running; start it with ./mnemesh up.");
            return 1;
        }
        System.out.printf(
                "Mnemesh is %s; data in %s%n", state.get().phase(), state.get().data());
        System.out.printf(ROW, "", "process", "state", "up", "resident");
        boolean whole = true;
        for (RunState.Member process : state.get().processes()) {
            var handle = process.handle();
            boolean ready = process.ready();
            whole &= ready;
            System.out.printf(
                    ROW,
                    process.name(),
                    handle.isPresent() ? Long.toString(process.pid()) : "-",
                    handle.isEmpty() ? "gone" : ready ? "ready" : "not ready",
                    handle.isPresent() ? uptime(process.start()) : "-",
                    handle.flatMap(ProcessMemory::residentMiB)
                            .map(mib -> mib + " MiB")
                            .orElse("-"));
        }
        return whole ? 0 : 1;
    }

    private static String uptime(long start) {
        var up = Duration.between(Instant.ofEpochMilli(start), Instant.now());
        return "%d:%02d:%02d".formatted(up.toHours(), up.toMinutesPart(), up.toSecondsPart());
    }
}
