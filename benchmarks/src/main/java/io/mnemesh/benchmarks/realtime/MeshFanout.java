package io.mnemesh.benchmarks.realtime;

import io.mnemesh.benchmarks.BenchmarkMesh;
import io.mnemesh.launcher.stack.Service;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Fan-out by the realtime-gateway of a mesh. */
public final class MeshFanout {

    /** What the mesh has to be told: one user has all the connections of the load. */
    public static final Map<String, String> SETTINGS = Map.of(
            "MNEMESH_REALTIME_NAMESPACES_BENCH_SUBSCRIBE", "*",
            "MNEMESH_REALTIME_NAMESPACES_BENCH_PUBLISH", "*",
            "MNEMESH_REALTIME_PUBLISH_RATE", "100000",
            "MNEMESH_REALTIME_PUBLISH_BURST", "100000",
            "MNEMESH_REALTIME_CONNECTION_MAX_PER_USER", "20000",
            "MNEMESH_REALTIME_CONNECTION_FRAME_RATE", "100000",
            "MNEMESH_REALTIME_CONNECTION_FRAME_BURST", "100000");

    private static final String CHANNEL = "bench:fanout";
    private static final int WINDOW = 16;

    private MeshFanout() {}

    /** Its sockets, with the token of the mesh's administrator. */
    static Target target(BenchmarkMesh mesh) {
        var address =
                URI.create("ws://127.0.0.1:" + mesh.stack().ports().http(Service.REALTIME) + "/connection/websocket");
        return new Target("mnemesh", address, CHANNEL, mesh.client().bearer(), true);
    }

    /**
     * Deliveries a second with 16 publications under way.
     *
     * @param mesh    with {@link #SETTINGS}
     * @param warmUp  how long it is loaded first
     * @param time    how long it is measured
     * @throws IllegalStateException if a publication was not delivered to all
     */
    public static double perSecond(BenchmarkMesh mesh, int subscribers, Duration warmUp, Duration time)
            throws InterruptedException {
        var fanout = new Fanout(subscribers, time);
        try (var sockets = new Sockets()) {
            Target target = target(mesh);
            var all = new Subscribers(target, subscribers);
            sockets.connect(all.clients());
            fanout.publish(sockets, target, all, WINDOW, warmUp);
            Fanout.Outcome outcome = fanout.publish(sockets, target, all, WINDOW, time);
            if (outcome.undelivered() > 0) {
                throw new IllegalStateException(outcome.undelivered() + " deliveries did not come.");
            }
            return outcome.perSecond();
        }
    }
}
