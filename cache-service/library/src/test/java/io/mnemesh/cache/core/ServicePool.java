package io.mnemesh.cache.core;

import io.mnemesh.embedded.Bootstrap;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;

/**
 * Connections of the service to the PostgreSQL of the tests. Apart from {@link Servers}, whose first use starts servers: a process
 * that is killed would leave those behind.
 */
final class ServicePool {

    static final String PASSWORD = "cache-test";

    private ServicePool() {}

    static Pool connect(Vertx vertx, int port) {
        var options = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setDatabase(Bootstrap.DATABASE)
                .setUser("mnemesh_cache")
                .setPassword(PASSWORD)
                .setCachePreparedStatements(true);
        return Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(options)
                .using(vertx)
                .build());
    }
}
