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
 * <p>How long a caller waits for a free connection is bounded by the caller, as {@link PoolTransactions} does it, and not
 * by the pool: a pool of Vert.x 4 that gives up a waiter at the moment it lends it a connection loses that connection.
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
