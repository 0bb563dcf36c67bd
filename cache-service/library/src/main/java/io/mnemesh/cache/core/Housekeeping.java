package io.mnemesh.cache.core;

import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.cache.redis.RedisTier;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Periodic work beside the caches: paying debts, own ones and those of processes that died, purging L3, and giving back what
 * invalidated tags have left.
 */
final class Housekeeping implements AutoCloseable {

    private static final MeshLog LOG = MeshLog.of(Housekeeping.class);
    private static final Duration COLLECT = Duration.ofSeconds(1);
    private static final int BATCH = 256;

    private final Tiers tiers;
    private final int purgeBatch;
    private final Runnable reclaimLocal;
    private final AtomicBoolean collecting = new AtomicBoolean();
    private final AtomicBoolean purging = new AtomicBoolean();
    private final long collectTimer;
    private final long purgeTimer;

    /** @param reclaimLocal removes a part of what L1 holds in vain; run once a second, never twice at once */
    Housekeeping(Tiers tiers, Duration purgeEvery, int purgeBatch, Runnable reclaimLocal) {
        this.tiers = tiers;
        this.purgeBatch = purgeBatch;
        this.reclaimLocal = reclaimLocal;
        this.collectTimer = tiers.vertx().setPeriodic(COLLECT.toMillis(), id -> everySecond());
        this.purgeTimer = tiers.vertx().setPeriodic(purgeEvery.toMillis(), id -> once(purging, purge()));
    }

    private void everySecond() {
        reclaimLocal.run();
        once(collecting, collect());
    }

    private static void once(AtomicBoolean running, Uni<Void> work) {
        if (running.compareAndSet(false, true)) {
            work.onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.debug("The cache tries again later")
                                    .with(LogKey.REASON, String.valueOf(failure.getMessage()))
                                    .log());
        }
    }

    Uni<Void> collect() {
        return Uni.createFrom().deferred(() -> {
            var own = ownRedis().chain(this::ownPostgres);
            return tiers.redisOpen() ? own.chain(this::redisForPostgres).chain(this::postgresForRedis) : own;
        });
    }

    private Uni<Void> ownRedis() {
        RedisTier redis = tiers.redis();
        if (redis == null || !redis.isOpen()) {
            return Uni.createFrom().voidItem();
        }
        return tiers.debts().payRedis(new RedisTier.Debtor() {
            @Override
            public Uni<Void> changed(List<EntryKey> keys) {
                return redis.tell(keys);
            }

            @Override
            public Uni<Void> renew() {
                return redis.renew();
            }
        });
    }

    private Uni<Void> ownPostgres() {
        PostgresTier postgres = tiers.postgres();
        var owed = tiers.debts().postgresOwed();
        if (postgres == null || owed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return drop(postgres, owed).invoke(() -> tiers.debts().postgresPaid(owed));
    }

    private Uni<Void> redisForPostgres() {
        RedisTier redis = tiers.redis();
        PostgresTier postgres = tiers.postgres();
        if (redis == null || postgres == null) {
            return Uni.createFrom().voidItem();
        }
        return redis.owed().chain(owed -> {
            var batch = owed.stream().limit(BATCH).toList();
            return batch.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : drop(postgres, batch).chain(() -> redis.settle(batch));
        });
    }

    private Uni<Void> postgresForRedis() {
        RedisTier redis = tiers.redis();
        PostgresTier postgres = tiers.postgres();
        if (redis == null || postgres == null) {
            return Uni.createFrom().voidItem();
        }
        return postgres.owed(BATCH)
                .chain(owed -> owed.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : redis.tell(owed).chain(() -> postgres.settle(owed)));
    }

    /** A call to L3 is about one cache of one tenant. */
    private static Uni<Void> drop(PostgresTier postgres, List<EntryKey> keys) {
        Collection<List<EntryKey>> parts = keys.stream()
                .collect(Collectors.groupingBy(key -> key.tenant() + "/" + key.cache()))
                .values();
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(part -> postgres.remove(part, false))
                .collect()
                .last()
                .replaceWithVoid();
    }

    Uni<Void> purge() {
        return Uni.createFrom().deferred(() -> {
            PostgresTier postgres = tiers.postgres();
            if (postgres == null) {
                return Uni.createFrom().voidItem();
            }
            return postgres.purge(purgeBatch)
                    .chain(deleted -> deleted < purgeBatch ? reclaimTags(PostgresTier.REMEMBER) : purge());
        });
    }

    /** One batch, not all there is: what is old is not read anyway, and a tag may have a million entries. */
    Uni<Void> reclaimTags(Duration age) {
        PostgresTier postgres = tiers.postgres();
        return postgres == null ? Uni.createFrom().voidItem() : postgres.reclaimTags(age, purgeBatch);
    }

    @Override
    public void close() {
        tiers.vertx().cancelTimer(collectTimer);
        tiers.vertx().cancelTimer(purgeTimer);
    }
}
