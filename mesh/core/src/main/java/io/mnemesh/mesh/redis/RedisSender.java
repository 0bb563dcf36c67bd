package io.mnemesh.mesh.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** How commands get to Redis. */
@FunctionalInterface
public interface RedisSender {

    /** Sends a command that does not block, when it is subscribed to. Fails with Redis's own error, or if it is away. */
    Uni<@Nullable Response> send(Request request);
}
