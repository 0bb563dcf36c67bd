package io.mnemesh.mesh.work;

import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.redis.RedisClock;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Traces;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What every part of work is made of, so that parts take one argument for it. Immutable. */
@Singleton
public final class WorkRuntime {

    private final Vertx vertx;
    private final RedisLines redis;
    private final RedisClock clock;
    private final WorkConfig config;
    private final WorkMetrics metrics;
    private final Traces traces;
    private final MeshInstance instance;

    @Inject
    public WorkRuntime(
            Vertx vertx,
            RedisLines redis,
            RedisClock clock,
            WorkConfig config,
            WorkMetrics metrics,
            Traces traces,
            MeshInstance instance) {
        this.vertx = vertx;
        this.redis = redis;
        this.clock = clock;
        this.config = WorkConfig.validated(config);
        this.metrics = metrics;
        this.traces = traces;
        this.instance = instance;
    }

    Vertx vertx() {
        return vertx;
    }

    RedisLines redis() {
        return redis;
    }

    RedisClock clock() {
        return clock;
    }

    WorkConfig config() {
        return config;
    }

    WorkMetrics metrics() {
        return metrics;
    }

    Traces traces() {
        return traces;
    }

    MeshInstance instance() {
        return instance;
    }

    /** Waits between tries after Redis failed. */
    Backoff backoff() {
        return new Backoff(redis.config().reconnectFirst(), redis.config().reconnectCap());
    }
}
