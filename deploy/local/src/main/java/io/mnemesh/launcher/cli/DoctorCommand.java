package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.doctor.ClusterExamination;
import io.mnemesh.launcher.stack.Ports;
import io.mnemesh.launcher.stack.RunState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks this machine and the running stack, one line per check, with what to do about each failure. */
@Command(name = "doctor", description = "Check this machine and the running stack.")
final class DoctorCommand implements Callable<Integer> {

    private final Home home = Home.fromEnvironment();
    private boolean healthy = true;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Check the mesh in this namespace of the cluster kubectl speaks with.")
    @Nullable
    String namespace;

    @Override
    public Integer call() throws IOException {
        if (namespace != null) {
            ClusterExamination.of(namespace)
                    .forEach(finding -> check(finding.good(), finding.text(), finding.remedy()));
            return healthy ? 0 : 1;
        }
        check(Runtime.version().feature() >= 25, "JDK " + Runtime.version(), "install a JDK 25");
        long freeDisk = Files.getFileStore(home.root()).getUsableSpace() >> 20;
        check(freeDisk >= 2048, freeDisk + " MiB free on disk", "free at least 2048 MiB");
        long memory = memoryMiB();
        check(memory >= 4096, memory + " MiB of memory", "Mnemesh runs with 4096 MiB or more");
        var state = RunState.read(home.runFile());
        if (state.isPresent() && state.get().launcher().handle().isPresent()) {
            for (RunState.Member process : state.get().processes()) {
                boolean ready = process.ready();
                check(
                        ready,
                        process.name() + (ready ? " is ready" : " is not ready"),
                        "see ./mnemesh logs " + process.name());
            }
        } else {
            var busy = Ports.documented().busyPorts();
            check(
                    busy.isEmpty(),
                    busy.isEmpty() ? "all ports are free" : String.join(", ", busy),
                    "stop what listens there");
            boolean left = state.stream()
                    .flatMap(run -> run.processes().stream())
                    .anyMatch(process -> process.handle().isPresent());
            check(
                    !left,
                    left ? "an earlier run left processes behind" : "no earlier run left anything behind",
                    "run ./mnemesh down");
        }
        return healthy ? 0 : 1;
    }

    private void check(boolean good, String finding, String remedy) {
        healthy &= good;
        System.out.println(good ? "ok    " + finding : "WRONG " + finding + "; " + remedy);
    }

    private static long memoryMiB() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return system.getTotalMemorySize() >> 20;
    }
}
