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

    private final Pool pool;
    private final PostgresConfig config;

    @Inject
    PostgresCheck(Pool pool, PostgresConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.withConnection(connection -> connection.query("SELECT 1").execute())
                .ifNoItem()
                .after(config.checkTimeout())
                .fail()
                .map(rows -> answer(true))
                .onFailure()
                .recoverWithItem(() -> answer(false));
    }

    private HealthCheckResponse answer(boolean reached) {
        return HealthCheckResponse.named(NAME)
                .status(reached || !config.required())
                .withData("reached", reached)
                .build();
    }
}
