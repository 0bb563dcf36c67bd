package io.mnemesh.mesh.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Redis's time as estimated here: this host's clock plus the offset last measured. Deadlines are counted from stream
 * entry ids, which Redis makes, so they hold although the hosts' clocks differ. Thread-safe; without a measurement the
 * offset is zero.
 */
@Singleton
public final class RedisClock {

    private final RedisLines redis;
    private volatile long offset;

    @Inject
    public RedisClock(RedisLines redis) {
        this.redis = redis;
    }

    /** Milliseconds since the epoch. */
    public long millis() {
        return System.currentTimeMillis() + offset;
    }

    /** Measures the offset anew. Its error is at most half of the round trip. */
    public Uni<Void> synchronise() {
        return Uni.createFrom().deferred(() -> {
            long before = System.currentTimeMillis();
            return redis.send(Request.cmd(Command.TIME))
                    .invoke(answer -> {
                        long middle = before + (System.currentTimeMillis() - before) / 2;
                        long seconds = Objects.requireNonNull(answer).get(0).toLong();
                        offset = seconds * 1000 + answer.get(1).toLong() / 1000 - middle;
                    })
                    .replaceWithVoid();
        });
    }
}
