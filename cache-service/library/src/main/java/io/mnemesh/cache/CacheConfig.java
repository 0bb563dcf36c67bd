package io.mnemesh.cache;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.redis.client.RedisClientType;
import java.time.Duration;

/** How the caches of a service reach their shared tiers. */
@ConfigMapping(prefix = "mnemesh.cache")
public interface CacheConfig {

    Redis redis();

    Postgres postgres();

    WarmStart warmStart();

    WriteBack writeBack();

    /** The shared tier L2. */
    interface Redis {

        /** Whether there is an L2. */
        @WithDefault("true")
        boolean enabled();

        /** Where Redis is. */
        @WithDefault("${quarkus.redis.hosts:redis://127.0.0.1:7479}")
        String url();

        /** {@code standalone} or {@code cluster}. */
        @WithDefault("standalone")
        RedisClientType type();

        /** Shards of the change log; each takes one connection. Equal in all instances of a service. */
        @WithDefault("4")
        int shards();

        /** Longest time without an answer; then reads go on without L2. */
        @WithDefault("250ms")
        Duration timeout();

        /** Longest time a dead process keeps others from loading a key. */
        @WithDefault("2s")
        Duration lease();

        /** Changes per shard that an instance may miss without dropping the shard from L1. */
        @WithDefault("10000")
        int logLength();
    }

    /** The durable tier L3. */
    interface Postgres {

        /** Whether there is an L3; its table comes with {@code db/cache} in {@code quarkus.flyway.locations}. */
        @WithDefault("true")
        boolean enabled();

        /** Longest time of a call; then reads go on without L3. */
        @WithDefault("1s")
        Duration timeout();

        /** How often expired rows are deleted. */
        @WithDefault("1m")
        Duration purgeEvery();

        /** Rows per delete. */
        @WithDefault("1000")
        int purgeBatch();
    }

    /** L1 begins with what was hot in earlier processes, as far as L2 and L3 still have it. */
    interface WarmStart {

        /** Whether hot keys are recorded and brought back; the records are in L3. */
        @WithDefault("true")
        boolean enabled();

        /** How often the hot keys of each cache are recorded. */
        @WithDefault("1m")
        Duration every();

        /** Most keys per cache. */
        @WithDefault("10000")
        int keys();

        /** How many of them a starting process brings back in a second. */
        @WithDefault("2000")
        int keysPerSecond();

        /** How old a record may be to be used. */
        @WithDefault("1h")
        Duration keep();
    }

    /** Caches that write to their store later, from a journal in PostgreSQL. */
    interface WriteBack {

        /** How long a write waits for others of its key, of which the store gets the last one. */
        @WithDefault("5s")
        Duration delay();

        /** Writes in one call of a store. */
        @WithDefault("500")
        int batch();

        /** Keys of one cache in the journal, those that were given up included; when it is full, writes are refused. */
        @WithDefault("100000")
        int capacity();

        /** How long a write waits for room in the journal before it is refused. */
        @WithDefault("0s")
        Duration patience();

        /** Time a call of a store may take. */
        @WithDefault("10s")
        Duration timeout();

        /** Failures of a write, other than those that go away by themselves, after which it is given up. */
        @WithDefault("8")
        int attempts();

        /** Time until the second attempt; it doubles with each. */
        @WithDefault("500ms")
        Duration firstPause();

        /** What the time between attempts doubles up to. */
        @WithDefault("1m")
        Duration longestPause();

        /** How long a write is overdue before another process than the one that accepted it writes it. */
        @WithDefault("10s")
        Duration takeOver();
    }
}
