package io.mnemesh.benchmarks.realtime;

import io.mnemesh.benchmarks.Benchmark;
import io.mnemesh.benchmarks.BenchmarkMesh;
import io.mnemesh.benchmarks.Figures;
import io.mnemesh.benchmarks.Residents;
import io.mnemesh.launcher.stack.Service;
import java.time.Duration;
import java.util.Objects;

/**
 * realtime-gateway and what else speaks the Centrifuge protocol under the same load, whose client shares the cores:
 * {@link Fanout}, {@link Stalled}, {@link Connections}, {@link RecoveryStorm}, with stock broadcasting of the framework as a baseline.
 */
public final class RealtimeBenchmark implements Benchmark {

    private static final int SUBSCRIBERS = 2_000;
    private static final int CONNECTIONS = 10_000;
    private static final Duration TIME = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "realtime";
    }

    @Override
    public String measures() {
        return "fan-out, a stalled reader, connections, memory of each and recovery of realtime-gateway (--compare URL)";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        int subscribers = options.size(SUBSCRIBERS);
        var fanout = new Fanout(subscribers, TIME);
        try (var baseline = new BroadcastServer(BenchmarkMesh.home())) {
            fanout.measure(baseline.target(), figures);
        }
        int other = 1;
        for (String description : options.compare()) {
            fanout.measure(Target.named("other_" + other++, description), figures);
        }
        try (var mesh = new BenchmarkMesh(MeshFanout.SETTINGS)) {
            Target target = MeshFanout.target(mesh);
            ProcessHandle server = Objects.requireNonNull(
                    mesh.stack().service(Service.REALTIME).handle());
            fanout.measure(target, figures);
            Residents.measure(server, figures, "mnemesh_resident_mib");
            new Stalled(TIME).measure(target, figures);
            new RecoveryStorm(subscribers).measure(target, figures);
            new Connections(CONNECTIONS).measure(target, server, figures);
        }
        for (int window : Fanout.WINDOWS) {
            String key = "_window_" + window + "_per_s";
            figures.put("of_broadcast" + key, figures.get("mnemesh" + key) / figures.get("broadcast" + key));
        }
    }
}
