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
 * Makes the service's pool, in which neither the number of those who wait is unbounded nor the wait for the server or for
 * an answer that a server that is gone will never send.
 *
 * <p>Callers wait in the {@link ConnectionQueue}, not in the pool, and the pool gives no waiter up: a pool of Vert.x 4 that
 * does so at the moment it lends the waiter a connection loses that connection.
 */
@Singleton
final class BoundedPool implements PgPoolCreator {

    private static final int NONE = 0;

    private final PostgresConfig config;
    private final PostgresProbe probe;

    @Inject
    BoundedPool(PostgresConfig config, PostgresProbe probe) {
        this.config = config.validated();
        this.probe = probe;
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList()
                .forEach(options -> options.setConnectTimeout(
                                (int) config.connectTimeout().toMillis())
                        .setTcpKeepAlive(true)
                        .setIdleTimeout((int) config.silence().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
        List<SqlConnectOptions> servers = List.copyOf(input.pgConnectOptionsList());
        probe.aim(servers, input.vertx(), config.checkTimeout());
        return PgBuilder.pool()
                .with(input.poolOptions()
                        .setMaxWaitQueueSize(config.maxWaiting())
                        .setConnectionTimeout(NONE))
                .connectingTo(servers)
                .using(input.vertx())
                .build();
    }
}
