package io.mnemesh.mesh.postgres;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
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

    /** Whoever asks again sooner gets the same answer, so that many askers do not take connections from those who work. */
    private static final Duration FRESH = Duration.ofMillis(200);

    private final PostgresConfig config;
    private final Uni<Boolean> reached;

    @Inject
    PostgresCheck(Pool pool, PostgresConfig config) {
        this.config = config;
        this.reached = pool.query("SELECT 1") // gives its connection back by itself, even to a caller that is gone
                .execute()
                .replaceWith(true)
                .ifNoItem()
                .after(config.checkTimeout())
                .fail()
                .onFailure()
                .recoverWithItem(false)
                .memoize()
                .forFixedDuration(FRESH);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return reached.map(this::answer);
    }

    private HealthCheckResponse answer(boolean isReached) {
        return HealthCheckResponse.named(NAME)
                .status(isReached || !config.required())
                .withData("reached", isReached)
                .build();
    }
}
