package io.mnemesh.cache.redis;

import io.mnemesh.mesh.redis.RedisSender;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisReplicas;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Opens connections that are closed for real when they are given up, each with a client of its own. */
final class Connections {

    private static final int MAX_WAITING = 16 * 1024;

    private final Vertx vertx;
    private final RedisSettings settings;

    Connections(Vertx vertx, RedisSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    Vertx vertx() {
        return vertx;
    }

    Uni<Open> open() {
        return Uni.createFrom().deferred(() -> {
            var client = Redis.createClient(vertx, options());
            return UniHelper.toUni(client.connect())
                    .map(connection -> new Open(client, connection))
                    .onFailure()
                    .invoke(failure -> client.close());
        });
    }

    private RedisOptions options() {
        int millis = Math.toIntExact(settings.timeout().toMillis());
        return new RedisOptions()
                .setConnectionString(settings.url())
                .setType(settings.type())
                .setUseReplicas(RedisReplicas.NEVER)
                .setProtocolNegotiation(false)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setPoolCleanerInterval(-1)
                .setMaxWaitingHandlers(MAX_WAITING)
                .setNetClientOptions(
                        new NetClientOptions().setConnectTimeout(millis * 2).setTcpNoDelay(true));
    }

    /** An open connection. */
    static final class Open implements RedisSender {

        private final Redis client;
        private final RedisConnection connection;

        Open(Redis client, RedisConnection connection) {
            this.client = client;
            this.connection = connection;
        }

        RedisConnection connection() {
            return connection;
        }

        @Override
        public Uni<Response> send(Request request) {
            return UniHelper.toUni(connection.send(request));
        }

        void close() {
            client.close();
        }
    }
}
