package io.mnemesh.launcher.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Resident memory of processes, asked of {@code ps}, which Linux and macOS both have. */
public final class ProcessMemory {

    private ProcessMemory() {}

    /** Resident set size in MiB, or empty if it cannot be told. */
    public static Optional<Long> residentMiB(ProcessHandle process) {
        try {
            var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
            String output = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return output.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(output) / 1024);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
