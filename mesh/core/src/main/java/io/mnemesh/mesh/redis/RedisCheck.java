package io.mnemesh.mesh.redis;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells whether Redis answers. It is never the reason not to be ready: with Redis away reads go on and writes wait in the
 * outbox.
 */
@Readiness
@Singleton
final class RedisCheck implements AsyncHealthCheck {

    private static final String NAME = "redis";
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final RedisLines redis;

    @Inject
    RedisCheck(RedisLines redis) {
        this.redis = redis;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return redis.send(Request.cmd(Command.PING))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(pong -> answer(true))
                .onFailure()
                .recoverWithItem(() -> answer(false));
    }

    private static HealthCheckResponse answer(boolean reached) {
        return HealthCheckResponse.named(NAME).up().withData("reached", reached).build();
    }
}
