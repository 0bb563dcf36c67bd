package io.mnemesh.mesh.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks PostgreSQL whether it is there, over a connection of its own: a pool all of whose connections are at work is busy,
 * not dead. Whoever asks again soon gets the same answer.
 */
@Singleton
class PostgresProbe {

    private static final Duration FRESH = Duration.ofMillis(200);
    private static final PoolOptions ONE = new PoolOptions().setMaxSize(1).setConnectionTimeout(0);

    private @Nullable Pool connection;
    private Uni<Boolean> reached = Uni.createFrom().item(false);

    /** Says where the server is. */
    synchronized void aim(List<SqlConnectOptions> servers, Vertx vertx, Duration timeout) {
        close();
        Pool own = PgBuilder.pool().with(ONE).connectingTo(servers).using(vertx).build();
        connection = own;
        reached = Uni.createFrom()
                .completionStage(() -> own.query("SELECT 1").execute().toCompletionStage())
                .replaceWith(true)
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .recoverWithItem(false)
                .memoize()
                .forFixedDuration(FRESH);
    }

    /** False as long as nobody said where the server is. */
    synchronized Uni<Boolean> reached() {
        return reached;
    }

    @PreDestroy
    synchronized void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
