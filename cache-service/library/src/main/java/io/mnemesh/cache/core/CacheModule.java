package io.mnemesh.cache.core;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.cache.CacheConfig;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.redis.RedisSettings;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the {@link io.mnemesh.cache.CacheFactory} bean from configuration. */
@Singleton
final class CacheModule {

    @Produces
    @Singleton
    TieredCacheFactory factory(
            Vertx vertx,
            CacheConfig config,
            MeterRegistry registry,
            Instance<TenantTransactions> transactions,
            Instance<InstantSource> clock,
            @ConfigProperty(name = "mnemesh.service.name") String service) {
        var settings = new TieredCacheFactory.Settings(
                config.redis().enabled() ? redis(config.redis(), service) : null,
                config.postgres().enabled() ? transactions.get() : null,
                positive("mnemesh.cache.postgres.timeout", config.postgres().timeout()),
                positive("mnemesh.cache.postgres.purge-every", config.postgres().purgeEvery()),
                positive("mnemesh.cache.postgres.purge-batch", config.postgres().purgeBatch()),
                writeBack(config.writeBack()));
        var factory = new TieredCacheFactory(
                vertx,
                settings,
                registry,
                clock.isResolvable() ? clock.get() : InstantSource.system(),
                Ticker.systemTicker());
        if (config.warmStart().enabled()) {
            factory.warmStarts(warmStart(config.warmStart()));
        }
        return factory;
    }

    private static WarmStart warmStart(CacheConfig.WarmStart config) {
        return new WarmStart(
                positive("mnemesh.cache.warm-start.every", config.every()),
                positive("mnemesh.cache.warm-start.keys", config.keys()),
                positive("mnemesh.cache.warm-start.keys-per-second", config.keysPerSecond()),
                positive("mnemesh.cache.warm-start.keep", config.keep()));
    }

    private static RedisSettings redis(CacheConfig.Redis config, String service) {
        return new RedisSettings(
                config.url(),
                config.type(),
                service,
                positive("mnemesh.cache.redis.shards", config.shards()),
                positive("mnemesh.cache.redis.timeout", config.timeout()),
                positive("mnemesh.cache.redis.lease", config.lease()),
                positive("mnemesh.cache.redis.log-length", config.logLength()));
    }

    private static WriteBack writeBack(CacheConfig.WriteBack config) {
        try {
            return new WriteBack(
                    config.delay(),
                    config.batch(),
                    config.capacity(),
                    config.patience(),
                    config.timeout(),
                    config.attempts(),
                    config.firstPause(),
                    config.longestPause(),
                    config.takeOver());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("mnemesh.cache.write-back: " + e.getMessage(), e);
        }
    }

    void close(@Disposes TieredCacheFactory factory) {
        factory.close();
    }

    private static int positive(String key, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(key + " is " + value + ", but it must be positive.");
        }
        return value;
    }

    private static Duration positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(key + " is " + value + ", but it must be positive.");
        }
        return value;
    }
}
