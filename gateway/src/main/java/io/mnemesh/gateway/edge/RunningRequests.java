package io.mnemesh.gateway.edge;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Method;

/**
 * The platform's count of running requests, which a stopping server waits for. A request that became a tunnel never ends
 * for it, and it offers no way to say so; without this every stop would last as long as the shutdown timeout. {@link
 * Tunnels} closes what is released here.
 */
@RegisterForReflection(targets = QuarkusRequestWrapper.class)
public final class RunningRequests {

    private static final MeshLog LOG = MeshLog.of(RunningRequests.class);

    private RunningRequests() {}

    /** Takes an upgraded request out of the count. If the platform changed, stops are slower and nothing else. */
    public static void release(HttpServerRequest request) {
        try {
            Method done = QuarkusRequestWrapper.class.getDeclaredMethod("done");
            done.setAccessible(true);
            done.invoke(QuarkusRequestWrapper.get(request));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("The platform counts tunnels as running requests")
                    .cause(e)
                    .log();
        }
    }
}
