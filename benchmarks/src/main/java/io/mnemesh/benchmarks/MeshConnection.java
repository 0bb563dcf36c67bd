package io.mnemesh.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.redis.RedisClock;
import io.mnemesh.mesh.redis.RedisConfig;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Traces;
import io.mnemesh.mesh.work.RedisWorkClient;
import io.mnemesh.mesh.work.WorkClient;
import io.mnemesh.mesh.work.WorkConfig;
import io.mnemesh.mesh.work.WorkMetrics;
import io.mnemesh.mesh.work.WorkRuntime;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;

/** The mesh's client side as a service has it, put together by hand. */
final class MeshConnection implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final RedisLines lines;
    private final RedisWorkClient work;

    MeshConnection(int redisPort) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(RedisConfig.class)
                .withMapping(WorkConfig.class)
                .build();
        lines = new RedisLines(
                vertx,
                new RedisOptions().setConnectionString("redis://127.0.0.1:" + redisPort),
                config.getConfigMapping(RedisConfig.class));
        work = new RedisWorkClient(new WorkRuntime(
                vertx,
                lines,
                new RedisClock(lines),
                config.getConfigMapping(WorkConfig.class),
                new WorkMetrics(new SimpleMeterRegistry()),
                new Traces(OpenTelemetry.noop()),
                MeshInstance.of("benchmark")));
        prepareContexts();
    }

    /** The first use finds the provider of contexts, which two threads must not do at once; Quarkus does it at its start. */
    private static void prepareContexts() {
        Uni.createFrom().emitter(emitter -> emitter.complete(null)).await().indefinitely();
    }

    WorkClient work() {
        return work;
    }

    @Override
    public void close() {
        work.close();
        lines.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
