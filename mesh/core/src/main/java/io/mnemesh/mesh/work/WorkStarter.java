package io.mnemesh.mesh.work;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs the service's work handlers from its start to its stop. The stop waits for work that is under way, but no longer
 * than {@link WorkConfig#drain()}.
 */
@Singleton
final class WorkStarter {

    private static final MeshLog LOG = MeshLog.of(WorkStarter.class);

    private final WorkRuntime runtime;
    private final List<WorkServer> servers;

    @Inject
    WorkStarter(WorkRuntime runtime, @All List<WorkHandler> handlers) {
        this.runtime = runtime;
        this.servers = handlers.stream().collect(Collectors.groupingBy(WorkHandler::service)).entrySet().stream()
                .map(entry -> new WorkServer(runtime, entry.getKey(), entry.getValue()))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        servers.forEach(WorkServer::start);
    }

    void stop(@Observes ShutdownEvent event) {
        if (servers.isEmpty()) {
            return;
        }
        try {
            Uni.join()
                    .all(servers.stream().map(WorkServer::stop).toList())
                    .andCollectFailures()
                    .await()
                    .atMost(runtime.config().drain());
        } catch (RuntimeException e) {
            LOG.warn("Work was still under way at the stop; other workers take it over")
                    .cause(e)
                    .log();
        }
    }
}
