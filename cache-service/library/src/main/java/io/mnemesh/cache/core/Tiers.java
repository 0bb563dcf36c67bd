package io.mnemesh.cache.core;

import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.cache.redis.RedisTier;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What the caches of a service share. A service without one of the servers runs without that tier. */
record Tiers(
        Vertx vertx,
        InstantSource clock,
        @Nullable RedisTier redis,
        @Nullable PostgresTier postgres,
        Debts debts,
        CacheMetrics metrics,
        DoubleSupplier random) {

    boolean redisOpen() {
        return redis != null && redis.isOpen();
    }

    boolean postgresOpen() {
        return postgres != null && postgres.isOpen();
    }
}
