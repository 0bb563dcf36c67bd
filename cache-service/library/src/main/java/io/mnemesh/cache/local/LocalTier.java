package io.mnemesh.cache.local;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * L1: a Caffeine cache bounded by bytes that cannot be filled with what was read before an invalidation.
 *
 * <p>Every key falls on a stripe, a counter of invalidations. A reader takes the stripe's value before it looks anywhere
 * else and hands it in with the entry; {@link #put} compares and inserts under the lock of the key's bin, and
 * {@link #invalidate} counts first and removes then. So an insertion either sees the count and is refused, or is removed.
 */
public final class LocalTier<V> {

    private static final int STRIPES = 4096;
    /** Object headers, references and Caffeine's node, estimated. */
    private static final int OVERHEAD = 160;

    private final Cache<LocalKey, LocalEntry<V>> entries;
    private final AtomicLongArray stripes = new AtomicLongArray(STRIPES);
    private final LongAdder evictions = new LongAdder();
    private final InstantSource clock;
    private final Duration ttl;
    private final Duration keepsStale;
    private final Filling filling;
    private volatile Consumer<LocalKey> evicted = key -> {};
    private @Nullable Iterator<Map.Entry<LocalKey, LocalEntry<V>>> walk;

    /**
     * A tier whose callers do the maintenance themselves.
     *
     * @param ttl longest time an entry stays; zero for a tier that keeps nothing
     */
    public LocalTier(Duration ttl, long maxBytes, InstantSource clock, Ticker ticker) {
        this(ttl, Duration.ZERO, maxBytes, clock, ticker, Runnable::run);
    }

    /**
     * @param keepsStale  how long an entry stays after its end, for {@link #last}
     * @param maintenance runs what Caffeine has to do after reads and writes
     */
    public LocalTier(
            Duration ttl,
            Duration keepsStale,
            long maxBytes,
            InstantSource clock,
            Ticker ticker,
            Executor maintenance) {
        this.clock = clock;
        this.ttl = ttl;
        this.keepsStale = keepsStale;
        this.filling = new Filling(maxBytes);
        this.entries = Caffeine.newBuilder()
                .maximumWeight(filling.firstBound())
                .<LocalKey, LocalEntry<V>>weigher((key, entry) -> weight(key, entry))
                .expireAfter(Expiry.<LocalKey, LocalEntry<V>>writing((key, entry) -> stay(entry)))
                .ticker(ticker)
                .executor(maintenance)
                .evictionListener((key, entry, cause) -> count(key, cause))
                .build();
    }

    private static <V> int weight(LocalKey key, LocalEntry<V> entry) {
        return OVERHEAD + 2 * key.key().length() + entry.bytes() + entry.tags().bytes();
    }

    private Duration stay(LocalEntry<V> entry) {
        var left = Duration.between(clock.instant(), entry.expiresAt());
        var stay = left.compareTo(ttl) <= 0 ? left.plus(keepsStale) : ttl;
        return stay.isNegative() ? Duration.ZERO : stay;
    }

    private void count(@Nullable LocalKey key, RemovalCause cause) {
        if (cause == RemovalCause.SIZE && key != null) {
            evictions.increment();
            evicted.accept(key);
        }
    }

    /** Whom to tell of entries that are given up for room: quick, and never throws. */
    public void onEviction(Consumer<LocalKey> listener) {
        evicted = listener;
    }

    /** The entry, unless it has ended or one of its tags was invalidated. */
    public @Nullable LocalEntry<V> get(LocalKey key) {
        LocalEntry<V> entry = last(key);
        return entry == null || isOn(entry) ? entry : null;
    }

    /** As {@link #get(LocalKey)}; a hit on a platform thread allocates nothing. */
    public @Nullable LocalEntry<V> get(TenantId tenant, String key) {
        LocalEntry<V> entry = entries.asMap().get(Probe.of(tenant, key));
        if (entry == null) {
            return null;
        }
        if (!entry.tags().isCurrent()) {
            return get(new LocalKey(tenant, key));
        }
        return isOn(entry) ? entry : null;
    }

    private boolean isOn(LocalEntry<V> entry) {
        return keepsStale.isZero() || entry.expiresAt().isAfter(clock.instant());
    }

    /** The entry, even if it has ended, unless one of its tags was invalidated. */
    public @Nullable LocalEntry<V> last(LocalKey key) {
        LocalEntry<V> entry = entries.getIfPresent(key);
        if (entry == null || entry.tags().isCurrent()) {
            return entry;
        }
        entries.asMap().remove(key, entry);
        return null;
    }

    /** Whether there is an entry that has not ended, also if one of its tags was invalidated; that is no read of it. */
    public boolean contains(LocalKey key) {
        return entries.asMap().containsKey(key);
    }

    /** Value to hand to {@link #put}; take it before reading what is to be put. */
    public long generation(LocalKey key) {
        return stripes.get(stripe(key));
    }

    /** Keeps the entry unless the key was invalidated since {@code generation} was taken, or one of its tags. */
    public boolean put(LocalKey key, LocalEntry<V> entry, long generation) {
        if (ttl.isZero() || !entry.expiresAt().isAfter(clock.instant())) {
            return true;
        }
        var kept = new boolean[1];
        entries.asMap().compute(key, (same, current) -> {
            kept[0] = stripes.get(stripe(same)) == generation && entry.tags().isCurrent();
            return kept[0] ? entry : current;
        });
        filling.put(weight(key, entry), entries);
        return kept[0];
    }

    /**
     * Puts what the caller itself has just made the value everywhere, and refuses every put whose generation was taken
     * before. If the key was invalidated since {@code generation}, it is left without an entry.
     */
    public void replace(LocalKey key, LocalEntry<V> entry, long generation) {
        if (ttl.isZero()) {
            return;
        }
        entries.asMap().compute(key, (same, current) -> {
            int stripe = stripe(same);
            if (stripes.compareAndSet(stripe, generation, generation + 1)) {
                return entry;
            }
            stripes.incrementAndGet(stripe);
            return null;
        });
        filling.put(weight(key, entry), entries);
    }

    /** Removes the entry and refuses every put whose generation was taken before. */
    public void invalidate(LocalKey key) {
        stripes.incrementAndGet(stripe(key));
        entries.asMap().remove(key);
    }

    /** Does so for all keys that match; puts of other keys that are under way may be refused too. */
    public void invalidateAll(Predicate<LocalKey> matches) {
        for (int i = 0; i < STRIPES; i++) {
            stripes.incrementAndGet(i);
        }
        entries.asMap().keySet().removeIf(matches);
    }

    /** Keys of values that are least likely to be given up, those that are read most often first. */
    public List<LocalKey> hottest(int most) {
        return entries.policy()
                .eviction()
                .map(eviction -> eviction.hottest(most).entrySet().stream()
                        .filter(entry -> entry.getValue().value() != null)
                        .map(Map.Entry::getKey)
                        .toList())
                .orElse(List.of());
    }

    /**
     * Goes on through the entries and removes those whose tags were invalidated, which otherwise stay until somebody asks
     * for them or their time is up. One thread at a time.
     *
     * @param most entries to look at
     * @return whether all were looked at since this last returned true
     */
    public boolean reclaim(int most) {
        var walking = walk;
        if (walking == null) {
            walking = entries.asMap().entrySet().iterator();
            walk = walking;
        }
        for (int i = 0; i < most; i++) {
            if (!walking.hasNext()) {
                walk = null;
                return true;
            }
            var next = walking.next();
            if (!next.getValue().tags().isCurrent()) {
                entries.asMap().remove(next.getKey(), next.getValue());
            }
        }
        return false;
    }

    public Instant now() {
        return clock.instant();
    }

    public long evictions() {
        return evictions.sum();
    }

    public long size() {
        return entries.estimatedSize();
    }

    public long bytes() {
        entries.cleanUp();
        return entries.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    private static int stripe(LocalKey key) {
        return key.hashCode() >>> 20;
    }
}
