package io.mnemesh.benchmarks;

import io.mnemesh.launcher.stack.ManagedProcess;
import io.mnemesh.launcher.stack.ProcessMemory;
import java.util.Objects;

/** Resident memory of the processes of a mesh. */
public final class Residents {

    private Residents() {}

    /** One figure per process, in MiB. */
    static void measure(BenchmarkMesh mesh, Figures figures, String prefix) {
        for (ManagedProcess process : mesh.stack().processes()) {
            measure(Objects.requireNonNull(process.handle()), figures, prefix + process.name());
        }
    }

    /** One figure of one process, in MiB. */
    public static void measure(ProcessHandle process, Figures figures, String key) {
        ProcessMemory.residentMiB(process).ifPresent(mib -> figures.put(key, mib));
    }
}
