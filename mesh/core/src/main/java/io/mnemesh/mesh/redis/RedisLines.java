package io.mnemesh.mesh.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines to Redis: one shared by all commands that do not block, and dedicated ones for blocking readers. They go
 * where the Quarkus client goes ({@code quarkus.redis.*}: hosts, TLS, password, cluster mode) but past its pool, whose
 * size would bound how many readers a service can have. Thread-safe.
 */
@Singleton
public final class RedisLines implements RedisSender {

    private final Vertx vertx;
    private final RedisOptions options;
    private final RedisConfig config;
    private final RedisLine shared;
    private final Set<RedisLine> open = ConcurrentHashMap.newKeySet();

    /** @param client asked for first, because Quarkus works the options out when it makes the client */
    @Inject
    RedisLines(Vertx vertx, Instance<Redis> client, QuarkusRedisOptions options, RedisConfig config) {
        this(vertx, options.of(client), config);
    }

    public RedisLines(Vertx vertx, RedisOptions options, RedisConfig config) {
        this.vertx = vertx;
        this.config = RedisConfig.validated(config);
        this.options = new RedisOptions(options)
                .setMaxWaitingHandlers(config.maxPipelined())
                .setTracingPolicy(TracingPolicy.IGNORE);
        this.shared = open();
    }

    /** The shared line. */
    public RedisLine shared() {
        return shared;
    }

    /** Over the shared line. */
    @Override
    public Uni<@Nullable Response> send(Request request) {
        return shared.send(request);
    }

    /** Sends commands on keys of one slot over the shared line, back to back. */
    public Uni<List<Response>> batch(List<Request> requests) {
        return shared.batch(requests);
    }

    /** A line for one blocking reader, which closes it. */
    public RedisLine open() {
        var line = new RedisLine(vertx, options, config);
        open.add(line);
        return line;
    }

    /** Closes a line got from {@link #open()}. */
    public void close(RedisLine line) {
        open.remove(line);
        line.close();
    }

    /** A copy of where and how to connect, for a connection of another kind, for example pub/sub. */
    public RedisOptions options() {
        return new RedisOptions(options);
    }

    public RedisConfig config() {
        return config;
    }

    @PreDestroy
    public void close() {
        open.forEach(RedisLine::close);
        open.clear();
    }

    /** Catches the options of the default Quarkus client. */
    @Singleton
    static final class QuarkusRedisOptions implements RedisOptionsCustomizer {

        private static final String DEFAULT_CLIENT = "<default>";

        private volatile @Nullable RedisOptions caught;

        @Override
        public void customize(String clientName, RedisOptions options) {
            if (clientName.equals(DEFAULT_CLIENT)) {
                caught = new RedisOptions(options);
            }
        }

        RedisOptions of(Instance<Redis> client) {
            // A method call makes the lazy bean behind the proxy.
            var made = client.get().toString();
            RedisOptions options = caught;
            if (options == null) {
                throw new IllegalStateException("Quarkus made no default Redis client: " + made);
            }
            return options;
        }
    }
}
