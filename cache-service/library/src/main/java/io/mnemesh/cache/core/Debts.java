package io.mnemesh.cache.core;

import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.redis.RedisTier;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Invalidations that a tier that was away has not been told of. Redis is told before it is read again; entries that
 * PostgreSQL should have dropped are not read until it has. Each tier also keeps the other's debts, so that they are paid
 * by another process if this one dies; this set is what makes this process coherent at once.
 */
final class Debts {

    private static final int LIMIT = 100_000;
    private static final int BATCH = 256;

    private final Set<EntryKey> redis = new LinkedHashSet<>();
    private final Set<EntryKey> postgres = new LinkedHashSet<>();
    private boolean redisOverflow;

    synchronized int size() {
        return redis.size() + postgres.size();
    }

    synchronized void redisOwed(Collection<EntryKey> keys) {
        if (redis.size() + keys.size() > LIMIT) {
            redisOverflow = true;
            redis.clear();
        } else {
            redis.addAll(keys);
        }
    }

    synchronized void postgresOwed(Collection<EntryKey> keys) {
        postgres.addAll(keys);
    }

    synchronized boolean isPostgresOwed(EntryKey key) {
        return !postgres.isEmpty() && postgres.contains(key);
    }

    /** Whether PostgreSQL was not told of a tag: then it has entries that should be gone, and nobody knows which. */
    synchronized boolean isPostgresOwedTags() {
        return !postgres.isEmpty() && postgres.stream().anyMatch(EntryKey::isTag);
    }

    synchronized List<EntryKey> postgresOwed() {
        return postgres.stream().limit(BATCH).toList();
    }

    synchronized void postgresPaid(Collection<EntryKey> keys) {
        keys.forEach(postgres::remove);
    }

    /** Tells Redis everything; fails if it does not listen, then nothing is forgotten. */
    Uni<Void> payRedis(RedisTier.Debtor debtor) {
        List<EntryKey> batch;
        boolean overflow;
        synchronized (this) {
            overflow = redisOverflow;
            batch = redis.stream().limit(BATCH).toList();
        }
        if (overflow) {
            return debtor.renew().invoke(this::renewed).chain(() -> payRedis(debtor));
        }
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return debtor.changed(batch).invoke(() -> redisPaid(batch)).chain(() -> payRedis(debtor));
    }

    private synchronized void renewed() {
        redisOverflow = false;
    }

    private synchronized void redisPaid(List<EntryKey> keys) {
        new ArrayList<>(keys).forEach(redis::remove);
    }
}
