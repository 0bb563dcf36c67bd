package io.mnemesh.benchmarks.realtime;

import io.mnemesh.benchmarks.Figures;
import io.mnemesh.benchmarks.Residents;
import java.io.IOException;
import java.time.Duration;

/** Many connections with one recoverable subscription each: how fast they come, and what each keeps in memory. */
final class Connections {

    private final int count;

    Connections(int count) {
        this.count = count;
    }

    /** @param server the process behind the target */
    void measure(Target target, ProcessHandle server, Figures figures) throws IOException, InterruptedException {
        long before = LiveHeap.bytes(server);
        try (var sockets = new Sockets()) {
            Duration connected = sockets.connect(new Subscribers(target, count).clients());
            figures.put(target.name() + "_connect_" + count + "_s", connected.toNanos() / 1e9);
            figures.put(
                    target.name() + "_heap_per_connection_bytes", (LiveHeap.bytes(server) - before) / (double) count);
            Residents.measure(server, figures, target.name() + "_resident_mib_at_" + count);
        }
    }
}
