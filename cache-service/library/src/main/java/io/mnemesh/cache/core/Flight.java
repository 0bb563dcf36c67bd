package io.mnemesh.cache.core;

import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.cache.local.TagStamp;
import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.cache.redis.RedisTier.Owed;
import io.mnemesh.cache.redis.Token;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One search for one key in this process; later callers join it instead of starting their own. */
final class Flight<V> {

    static final long UNKNOWN = -1;

    private final LocalKey id;
    private final EntryKey address;
    /** Of the local tier, taken before anything is read. */
    private final long generation;
    /** Count of invalidated tags, taken before anything is read. */
    private final long horizon;

    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<Held<V>> result = new CompletableFuture<>();

    /** Of the shared tiers, taken by the one step that runs at a time. */
    private volatile Token token = Token.NONE;

    private volatile long fence;
    private volatile Owed owed = Owed.NOTHING;
    private volatile boolean alone;
    private volatile long postgresGeneration = UNKNOWN;
    private volatile long postgresTagsAt;
    private volatile TagStamp stamp = TagStamp.NONE;
    private volatile @Nullable Held<V> landed;
    private volatile @Nullable Last<V> last;
    private boolean answered;
    private volatile @Nullable Instant createdBefore;
    private volatile long knownFence;
    private volatile @Nullable Long heldUntil;

    Flight(LocalKey id, EntryKey address, long generation, long horizon) {
        this.id = id;
        this.address = address;
        this.generation = generation;
        this.horizon = horizon;
    }

    /** True for the one caller that is to search. */
    boolean takeOff() {
        return started.compareAndSet(false, true);
    }

    LocalKey id() {
        return id;
    }

    EntryKey address() {
        return address;
    }

    long generation() {
        return generation;
    }

    long horizon() {
        return horizon;
    }

    /** What is known of the tags of its outcome. */
    TagStamp stamp() {
        return stamp;
    }

    /** Gives the callers an outcome unless they have one. @return whether it was this one */
    boolean answer(Held<V> outcome, TagStamp known) {
        synchronized (this) {
            if (answered) {
                return false;
            }
            answered = true;
            stamp = known;
        }
        return result.complete(outcome);
    }

    /** What it found or loaded, nothing until then; callers may have got the last value before. */
    Held<V> landed() {
        var held = landed;
        return held == null ? Held.nowhere() : held;
    }

    void landed(Held<V> held) {
        landed = held;
    }

    /** The last value, which has ended or is about to. */
    @Nullable
    Last<V> last() {
        return last;
    }

    /** @return false if a later one is known */
    synchronized boolean offer(Last<V> offered) {
        var known = last;
        if (known != null && known.held().createdAt().isAfter(offered.held().createdAt())) {
            return false;
        }
        last = offered;
        return true;
    }

    /** It is to find a later value than the one of this time. */
    void refresh(Instant createdAt) {
        createdBefore = createdAt;
    }

    /** Whether a value of that time is what it is to replace. */
    boolean replaces(Instant createdAt) {
        var known = createdBefore;
        return known != null && !createdAt.isAfter(known);
    }

    /** Fence of the entry of L2 that is not to count, 0 if there is none. */
    long knownFence() {
        return knownFence;
    }

    void known(long entryFence) {
        knownFence = entryFence;
    }

    static <V> List<EntryKey> addresses(List<Flight<V>> flights) {
        return flights.stream().map(Flight::address).toList();
    }

    CompletableFuture<Held<V>> result() {
        return result;
    }

    void begun(Token taken, long lease, Owed missing) {
        token = taken;
        fence = lease;
        owed = missing;
    }

    /**
     * Another process loads it.
     *
     * @param nanos time at which its lease has ended, unless it was prolonged
     */
    void held(long nanos) {
        heldUntil = nanos;
    }

    /** Whether the process that loads it may still be alive, as far as is known. */
    boolean isHeld(long nanos) {
        var until = heldUntil;
        return until != null && nanos - until < 0;
    }

    /** Without a lease, and as if L3 had no row: a row that is there is then not changed. */
    void begunAlone(Token known) {
        token = known;
        alone = true;
        postgresGeneration = PostgresTier.NO_ROW;
    }

    /** Whether it does without a lease and L3. */
    boolean alone() {
        return alone;
    }

    void stored(long rowGeneration, long tagsAt) {
        postgresGeneration = rowGeneration;
        postgresTagsAt = tagsAt;
    }

    Token token() {
        return token;
    }

    long fence() {
        return fence;
    }

    /** What L3 was not told of, as far as L2 knows. */
    Owed owed() {
        return owed;
    }

    long postgresTagsAt() {
        return postgresTagsAt;
    }

    long postgresGeneration() {
        return postgresGeneration;
    }

    /** The outcome for one caller; a caller that gives up does not end the flight. */
    Uni<Held<V>> join() {
        return Uni.createFrom()
                .completionStage(result::copy)
                .onFailure(CompletionException.class)
                .transform(failure -> failure.getCause() == null ? failure : failure.getCause());
    }
}
