package io.mnemesh.mesh.postgres;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the service's pool, in which no wait is unbounded: neither for the server, nor for a free connection, nor for an
 * answer that a server that is gone will never send.
 */
@Singleton
final class BoundedPool implements PgPoolCreator {

    private final PostgresConfig config;

    @Inject
    BoundedPool(PostgresConfig config) {
        this.config = config.validated();
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList()
                .forEach(options -> options.setConnectTimeout(
                                (int) config.connectTimeout().toMillis())
                        .setTcpKeepAlive(true)
                        .setIdleTimeout((int) config.silence().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
        return PgBuilder.pool()
                .with(input.poolOptions()
                        .setMaxWaitQueueSize(config.maxWaiting())
                        .setConnectionTimeout((int) config.acquireTimeout().toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
