package io.mnemesh.cache.core;

import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.cache.postgres.HotKeyTable;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Records the hottest keys of this process's caches, and brings into L1 what processes before it, or beside it, have recorded.
 * Only keys are recorded: a value comes from L2 or L3 as for any reader of its tenant, so what was changed, invalidated or has
 * ended meanwhile does not come. Nobody waits for it, and it goes no faster than it is told.
 */
final class HotKeys implements AutoCloseable {

    private static final MeshLog LOG = MeshLog.of(HotKeys.class);

    /** Processes whose records are looked at, the latest. */
    private static final int NODES = 8;

    private static final int BATCH = 100;

    /** What a batch may weigh if every value is of the greatest size. */
    private static final int BATCH_BYTES = 16 << 20;

    /** Keys in one record, in characters. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final Duration REDIS_POLL = Duration.ofMillis(50);
    private static final int REDIS_POLLS = 200;
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final int RETRIES = 5;

    private final String node = UUID.randomUUID().toString();
    private final Tiers tiers;
    private final HotKeyTable table;
    private final WarmStart settings;
    private final Supplier<Collection<TieredCache<?>>> caches;
    private final AtomicBoolean recording = new AtomicBoolean();
    private final long timer;
    private volatile boolean closed;

    HotKeys(Tiers tiers, HotKeyTable table, WarmStart settings, Supplier<Collection<TieredCache<?>>> caches) {
        this.tiers = tiers;
        this.table = table;
        this.settings = settings;
        this.caches = caches;
        this.timer = tiers.vertx().setPeriodic(settings.every().toMillis(), id -> recordOnce());
    }

    private void recordOnce() {
        if (recording.compareAndSet(false, true)) {
            recordNow()
                    .onTermination()
                    .invoke(() -> recording.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> skipped("Hot keys were not recorded", failure));
        }
    }

    private static void skipped(String message, Throwable failure) {
        LOG.debug(message)
                .with(LogKey.REASON, String.valueOf(failure.getMessage()))
                .log();
    }

    /** Records the hottest keys of each cache now, and forgets what is too old. */
    Uni<Void> recordNow() {
        return Multi.createFrom()
                .iterable(List.copyOf(caches.get()))
                .filter(TieredCache::canBeWarmed)
                .onItem()
                .transformToUniAndConcatenate(cache -> Uni.createFrom()
                        .item(() -> bounded(cache.hottest(settings.keys())))
                        .runSubscriptionOn(Infrastructure.getDefaultExecutor())
                        .chain(hot -> hot.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : table.save(cache.spec().name(), node, hot)))
                .collect()
                .last()
                .chain(() -> table.forget(settings.keep()));
    }

    private static List<LocalKey> bounded(List<LocalKey> hottest) {
        long characters = 0;
        for (int i = 0; i < hottest.size(); i++) {
            characters += hottest.get(i).key().length();
            if (characters > MOST_CHARACTERS) {
                return hottest.subList(0, i);
            }
        }
        return hottest;
    }

    /** Brings back what was hot in this cache. @return how many values */
    Uni<Integer> warm(TieredCache<?> cache) {
        if (!cache.canBeWarmed()) {
            return Uni.createFrom().item(0);
        }
        return redisOpen(REDIS_POLLS)
                .chain(() -> table.read(cache.spec().name(), settings.keep(), NODES)
                        .onFailure()
                        .retry()
                        .withBackOff(FIRST_RETRY)
                        .atMost(RETRIES))
                .map(lists -> merged(lists, settings.keys()))
                .chain(keys -> warm(cache, keys, 0));
    }

    /** Warms without anybody waiting for it. */
    void start(TieredCache<?> cache) {
        warm(cache)
                .subscribe()
                .with(
                        warmed -> LOG.debug("A cache begins with what was hot before")
                                .log(),
                        failure -> skipped("A cache was not warmed", failure));
    }

    /** L2 may not be connected yet; without it L3 is read. */
    private Uni<Void> redisOpen(int polls) {
        if (closed || polls == 0 || tiers.redis() == null || tiers.redisOpen()) {
            return Uni.createFrom().voidItem();
        }
        return after(REDIS_POLL).chain(() -> redisOpen(polls - 1));
    }

    private Uni<Void> after(Duration time) {
        return Uni.createFrom().emitter(emitter -> {
            long waiting = tiers.vertx().setTimer(Math.max(1, time.toMillis()), id -> emitter.complete(null));
            emitter.onTermination(() -> tiers.vertx().cancelTimer(waiting));
        });
    }

    /** The hottest of each, then the second hottest of each, and so on. */
    static List<LocalKey> merged(List<List<LocalKey>> lists, int most) {
        var merged = new LinkedHashSet<LocalKey>();
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        for (int rank = 0; rank < longest; rank++) {
            for (List<LocalKey> list : lists) {
                if (merged.size() == most) {
                    return List.copyOf(merged);
                }
                if (rank < list.size()) {
                    merged.add(list.get(rank));
                }
            }
        }
        return List.copyOf(merged);
    }

    private Uni<Integer> warm(TieredCache<?> cache, List<LocalKey> left, int warmed) {
        if (closed || left.isEmpty()) {
            return Uni.createFrom().item(warmed);
        }
        int next = Math.min(left.size(), Math.clamp(BATCH_BYTES / cache.spec().maxValueBytes(), 1, BATCH));
        var byTenant = new LinkedHashMap<TenantId, List<String>>();
        left.subList(0, next)
                .forEach(key -> byTenant.computeIfAbsent(key.tenant(), none -> new ArrayList<>())
                        .add(key.key()));
        var pause = Duration.ofSeconds(1).multipliedBy(next).dividedBy(settings.keysPerSecond());
        return Multi.createFrom()
                .iterable(byTenant.entrySet())
                .onItem()
                .transformToUniAndConcatenate(tenant -> cache.promote(tenant.getKey(), tenant.getValue()))
                .collect()
                .in(() -> new int[] {warmed}, (sum, found) -> sum[0] += found)
                .call(() -> after(pause))
                .chain(sum -> warm(cache, left.subList(next, left.size()), sum[0]));
    }

    @Override
    public void close() {
        closed = true;
        tiers.vertx().cancelTimer(timer);
    }
}
