package io.mnemesh.mesh.postgres;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness: PostgreSQL answers. It is the system of record, so without it a service is not ready, unless its
 * configuration says that it can do without.
 */
@Readiness
@Singleton
final class PostgresCheck implements AsyncHealthCheck {

    private static final String NAME = "postgresql";

    private final PostgresProbe probe;
    private final PostgresConfig config;

    @Inject
    PostgresCheck(Pool pool, PostgresProbe probe, PostgresConfig config) {
        pool.size(); // a pool is made when it is first used, and only then the probe knows its server
        this.probe = probe;
        this.config = config;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return probe.reached().map(this::answer);
    }

    private HealthCheckResponse answer(boolean isReached) {
        return HealthCheckResponse.named(NAME)
                .status(isReached || !config.required())
                .withData("reached", isReached)
                .build();
    }
}
