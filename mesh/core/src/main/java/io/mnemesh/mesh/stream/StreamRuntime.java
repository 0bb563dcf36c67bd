package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.event.EventCodec;
import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Traces;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What every part of the transport is made of, so that parts take one argument for it. Immutable. */
@Singleton
public final class StreamRuntime {

    private final Vertx vertx;
    private final RedisLines redis;
    private final EventCodec codec;
    private final StreamConfig config;
    private final StreamMetrics metrics;
    private final Traces traces;
    private final MeshInstance instance;

    @Inject
    public StreamRuntime(
            Vertx vertx,
            RedisLines redis,
            EventCodec codec,
            StreamConfig config,
            StreamMetrics metrics,
            Traces traces,
            MeshInstance instance) {
        this.vertx = vertx;
        this.redis = redis;
        this.codec = codec;
        this.config = StreamConfig.validated(config);
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

    EventCodec codec() {
        return codec;
    }

    StreamConfig config() {
        return config;
    }

    StreamMetrics metrics() {
        return metrics;
    }

    Traces traces() {
        return traces;
    }

    MeshInstance instance() {
        return instance;
    }
}
