package io.mnemesh.benchmarks;

import java.time.Duration;

/** Processor time of a process: what a text costs, however busy the machine is with other work. */
final class ProcessorTime {

    private final ProcessHandle process;

    ProcessorTime(ProcessHandle process) {
        this.process = process;
    }

    /** Milliseconds the process has used so far. */
    double millis() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
    }
}
