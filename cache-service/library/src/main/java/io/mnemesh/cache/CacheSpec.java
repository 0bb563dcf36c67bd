package io.mnemesh.cache;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one cache is like. Start from {@link #of} and change what differs:
 *
 * <pre>{@code
 * CacheSpec.of("conversations", JsonSerializer.of(Conversation.class, mapper))
 *         .withLocal(Duration.ofSeconds(30), 32 << 20)
 *         .withPostgres(Duration.ofHours(24))
 * }</pre>
 *
 * @param name          1 to 40 characters of {@code a-z 0-9 -}, unique in the service
 * @param serializer    for the shared tiers and for weighing
 * @param localTtl      how long L1 keeps a value; zero turns the tier off
 * @param localMaxBytes what L1 may hold, keys and values
 * @param redisTtl      how long L2 keeps a value; zero turns the tier off
 * @param postgresTtl   how long L3 keeps a value; zero turns the tier off
 * @param negativeTtl   how long "the loader found nothing" is remembered, in every tier; zero turns it off
 * @param loadTimeout   time a loader may take, and a store in {@link WriteMode#THROUGH} and {@link WriteMode#AROUND}; then
 *                      the callers fail with {@code deadline-exceeded}
 * @param maxKeyBytes   greatest key, UTF-8
 * @param maxValueBytes greatest serialized value; a greater loaded value is returned but not kept, a greater put fails
 *                      with {@code too-large}
 * @param durable       true if a put must fail when L3 cannot take it, for a cache that is somebody's record
 * @param freshness     what is done about values that are about to end, or have ended
 * @param writes        how puts and removals reach the store beneath the cache; null if its owner changes that itself
 * @param prefetch      loads what is likely to be read next; null if only what is read is loaded
 */
public record CacheSpec<V>(
        String name,
        CacheSerializer<V> serializer,
        Duration localTtl,
        long localMaxBytes,
        Duration redisTtl,
        Duration postgresTtl,
        Duration negativeTtl,
        Duration loadTimeout,
        int maxKeyBytes,
        int maxValueBytes,
        boolean durable,
        Freshness freshness,
        @Nullable Writes<V> writes,
        @Nullable Prefetch<V> prefetch) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final int MAX_KEY_BYTES = 1024;
    private static final int MAX_VALUE_BYTES = 1 << 20;

    /** @throws IllegalArgumentException naming the member that is not acceptable */
    public CacheSpec {
        require(NAME.matcher(name).matches(), "name is 1 to 40 characters of a-z, 0-9 and '-'", name);
        require(!localTtl.isNegative(), "localTtl is not negative", localTtl);
        require(localTtl.isZero() || localMaxBytes > 0, "localMaxBytes is positive", localMaxBytes);
        require(!redisTtl.isNegative(), "redisTtl is not negative", redisTtl);
        require(!postgresTtl.isNegative(), "postgresTtl is not negative", postgresTtl);
        require(!negativeTtl.isNegative(), "negativeTtl is not negative", negativeTtl);
        require(loadTimeout.isPositive(), "loadTimeout is positive", loadTimeout);
        require(maxKeyBytes > 0 && maxKeyBytes <= 2048, "maxKeyBytes is 1 to 2048", maxKeyBytes);
        require(maxValueBytes > 0, "maxValueBytes is positive", maxValueBytes);
        require(
                freshness.softTimeout().compareTo(loadTimeout) < 0,
                "softTimeout is shorter than loadTimeout",
                freshness.softTimeout());
        require(
                freshness.softTimeout().isZero() || freshness.staleIfError().isPositive(),
                "softTimeout needs a staleIfError",
                freshness.softTimeout());
        require(!durable || postgresTtl.isPositive(), "durable needs a postgresTtl", postgresTtl);
        require(!durable || writes == null, "a durable cache is the record itself and has no writes", name);
        require(prefetch == null || localTtl.isPositive(), "prefetch needs a localTtl", localTtl);
    }

    /** L1 for a minute in 16 MiB, L2 for ten minutes, no L3, nothing negative, loads of at most five seconds. */
    public static <V> CacheSpec<V> of(String name, CacheSerializer<V> serializer) {
        return new CacheSpec<>(
                name,
                serializer,
                Duration.ofMinutes(1),
                16L << 20,
                Duration.ofMinutes(10),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(5),
                MAX_KEY_BYTES,
                MAX_VALUE_BYTES,
                false,
                Freshness.STRICT,
                null,
                null);
    }

    public CacheSpec<V> withLocal(Duration ttl, long maxBytes) {
        return with(other -> {
            other.localTtl = ttl;
            other.localMaxBytes = maxBytes;
        });
    }

    public CacheSpec<V> withoutLocal() {
        return withLocal(Duration.ZERO, 0);
    }

    public CacheSpec<V> withRedis(Duration ttl) {
        return with(other -> other.redisTtl = ttl);
    }

    public CacheSpec<V> withoutRedis() {
        return withRedis(Duration.ZERO);
    }

    public CacheSpec<V> withPostgres(Duration ttl) {
        return with(other -> other.postgresTtl = ttl);
    }

    public CacheSpec<V> withNegative(Duration ttl) {
        return with(other -> other.negativeTtl = ttl);
    }

    public CacheSpec<V> withLoadTimeout(Duration timeout) {
        return with(other -> other.loadTimeout = timeout);
    }

    public CacheSpec<V> withLimits(int keyBytes, int valueBytes) {
        return with(other -> {
            other.maxKeyBytes = keyBytes;
            other.maxValueBytes = valueBytes;
        });
    }

    /** Puts fail when L3 cannot take them. */
    public CacheSpec<V> asDurable() {
        return with(other -> other.durable = true);
    }

    /** What is put and removed is also written to the store; {@code remove} then means removed there too. */
    public CacheSpec<V> withWrites(WriteMode mode, CacheWriter<V> store) {
        return with(other -> other.writes = new Writes<>(mode, store, null));
    }

    /** Writes to the store in {@link WriteMode#BACK} with numbers of its own. */
    public CacheSpec<V> withWriteBack(CacheWriter<V> store, WriteBack settings) {
        return with(other -> other.writes = new Writes<>(WriteMode.BACK, store, settings));
    }

    private CacheSpec<V> with(Freshness differing) {
        return with(other -> other.freshness = differing);
    }

    private CacheSpec<V> with(Consumer<Members<V>> difference) {
        var members = new Members<>(this);
        difference.accept(members);
        return new CacheSpec<>(
                name,
                serializer,
                members.localTtl,
                members.localMaxBytes,
                members.redisTtl,
                members.postgresTtl,
                members.negativeTtl,
                members.loadTimeout,
                members.maxKeyBytes,
                members.maxValueBytes,
                members.durable,
                members.freshness,
                members.writes,
                members.prefetch);
    }

    /**
     * Loads values anew in the background before they end, the sooner the longer loads take, each reader by chance, so that
     * one of many does it in time (XFetch). Loads still happen only when somebody reads.
     *
     * @param beta 1 is the usual choice, more is earlier, 0 turns it off
     */
    public CacheSpec<V> withEarlyRefresh(double beta) {
        return with(freshness.withEarlyRefresh(beta));
    }

    /** For that long after its end a value is answered at once, and loaded anew in the background. */
    public CacheSpec<V> withStaleWhileRevalidate(Duration budget) {
        return with(freshness.withStaleWhileRevalidate(budget));
    }

    /** For that long after its end a value is answered when the load fails. */
    public CacheSpec<V> withStaleIfError(Duration budget) {
        return with(freshness.withStaleIfError(budget));
    }

    /**
     * When a load takes longer, callers get the value that has ended, if {@link #withStaleIfError} still allows it, and the
     * load goes on without them. {@link #withLoadTimeout} stays the longest time of a load.
     */
    public CacheSpec<V> withSoftTimeout(Duration timeout) {
        return with(freshness.withSoftTimeout(timeout));
    }

    /**
     * Keeps loaded values as long as a budget of stale answers allows, found out for each class of keys from how its records
     * change and how it is read; never longer than the tiers do. For records that change without the cache being told.
     */
    public CacheSpec<V> withAdaptiveTtl(AdaptiveTtl learned) {
        return with(freshness.withAdaptiveTtl(learned));
    }

    /**
     * Loads what is likely to be read next before it is, and stops by itself when that does not pay. For reads that follow each
     * other in ways that come again, of values that are slow to load.
     */
    public CacheSpec<V> withPrefetch(Prefetch<V> settings) {
        return with(other -> other.prefetch = settings);
    }

    /** Whether the tier is on. */
    public boolean has(Tier tier) {
        return ttl(tier).isPositive();
    }

    /** How long the tier keeps a value. */
    public Duration ttl(Tier tier) {
        return switch (tier) {
            case LOCAL -> localTtl;
            case REDIS -> redisTtl;
            case POSTGRES -> postgresTtl;
        };
    }

    static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("A cache specification says " + value + ", but " + rule + ".");
        }
    }

    /** What can differ from one specification to another one made of it. */
    private static final class Members<V> {

        private Duration localTtl;
        private long localMaxBytes;
        private Duration redisTtl;
        private Duration postgresTtl;
        private Duration negativeTtl;
        private Duration loadTimeout;
        private int maxKeyBytes;
        private int maxValueBytes;
        private boolean durable;
        private Freshness freshness;
        private @Nullable Writes<V> writes;
        private @Nullable Prefetch<V> prefetch;

        Members(CacheSpec<V> from) {
            localTtl = from.localTtl;
            localMaxBytes = from.localMaxBytes;
            redisTtl = from.redisTtl;
            postgresTtl = from.postgresTtl;
            negativeTtl = from.negativeTtl;
            loadTimeout = from.loadTimeout;
            maxKeyBytes = from.maxKeyBytes;
            maxValueBytes = from.maxValueBytes;
            durable = from.durable;
            freshness = from.freshness;
            writes = from.writes;
            prefetch = from.prefetch;
        }
    }
}
