package io.mnemesh.benchmarks;

import io.mnemesh.launcher.stack.ManagedProcess;
import io.mnemesh.launcher.stack.ProcessMemory;
import java.util.Objects;

/** Resident memory of the processes of a mesh. */
final class Residents {

    private Residents() {}

    /** One figure per process, in MiB. */
    static void measure(BenchmarkMesh mesh, Figures figures, String prefix) {
        for (ManagedProcess process : mesh.stack().processes()) {
            ProcessMemory.residentMiB(Objects.requireNonNull(process.handle()))
                    .ifPresent(mib -> figures.put(prefix + process.name(), mib));
        }
    }
}
