package io.mnemesh.cache.prefetch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says after each read of a cache what to load before it is read, and finds out whether that pays. What it said is expected for a
 * while; it is used if it is read from L1 until then, or while it is being loaded, and wasted if it is not, also if L1 has given it
 * up before. {@link KeySequences} predict, {@link Payoff} decides. Memory: {@value #TENANTS} tenants, {@value #EXPECTED} expected
 * keys. Safe for concurrent use.
 */
public final class Prefetching {

    private static final int TENANTS = 64;
    private static final int EXPECTED = 256;
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(1);

    private final double confidence;
    private final long window;
    private final InstantSource clock;
    private final Payoff payoff;
    private final Recent<String, KeySequences> tenants = new Recent<>(TENANTS);
    /** The oldest first; the window is the same for all. */
    private final Map<Id, Expectation> expected = new LinkedHashMap<>();

    private long used;
    private long wasted;

    private record Id(String tenant, String key) {}

    /** @param loaded whether it is loaded, or only watched */
    private record Expectation(long until, boolean loaded, boolean landed) {}

    /**
     * What has become of loads.
     *
     * @param precision part of the latest ones that were used; while nothing is loaded, of the latest predictions that came true
     */
    public record Outcomes(long used, long wasted, boolean loading, double precision) {}

    /**
     * @param confidence how often, of all times, a key has to follow another one to be predicted
     * @param breakEven  part of the loads that has to be used
     * @param pause      how long nothing is loaded when it is less than that
     * @param window     how long after it was said a key has to be read to count as used; a minute at most
     */
    public Prefetching(double confidence, double breakEven, Duration pause, Duration window, InstantSource clock) {
        this.confidence = confidence;
        this.window = Math.min(window.toMillis(), LONGEST_WINDOW.toMillis());
        this.clock = clock;
        this.payoff = new Payoff(breakEven, pause);
    }

    /**
     * A key was read.
     *
     * @param hit    whether L1 had it
     * @param absent whether L1 lacks a key
     * @return keys to load now; each is to be answered for with {@link #landed}, {@link #failed} or {@link #skipped}
     */
    public synchronized List<String> read(String tenant, String key, boolean hit, Predicate<String> absent) {
        long now = clock.millis();
        settle(now);
        @Nullable Expectation expectation = expected.remove(new Id(tenant, key));
        if (expectation != null) {
            end(expectation, hit || !expectation.landed(), now);
        }
        KeySequences sequences = tenants.computeIfAbsent(tenant, none -> new KeySequences());
        sequences.read(key);
        var loads = new ArrayList<String>();
        for (String next : sequences.after(key, confidence)) {
            if (expect(new Id(tenant, next), absent, now)) {
                loads.add(next);
            }
        }
        return loads;
    }

    /** @return whether to load it */
    private boolean expect(Id id, Predicate<String> absent, long now) {
        if (expected.containsKey(id) || !absent.test(id.key())) {
            return false;
        }
        expected.put(id, new Expectation(now + window, payoff.isLoading(), false));
        if (expected.size() > EXPECTED) {
            expireFirst(now);
        }
        return payoff.isLoading();
    }

    /** What has not been read in time was wasted. */
    private void settle(long now) {
        while (!expected.isEmpty() && expected.values().iterator().next().until() <= now) {
            expireFirst(now);
        }
    }

    private void expireFirst(long now) {
        var first = expected.entrySet().iterator();
        Expectation expectation = first.next().getValue();
        first.remove();
        end(expectation, false, now);
    }

    private void end(Expectation expectation, boolean cameTrue, long now) {
        if (expectation.loaded()) {
            used += cameTrue ? 1 : 0;
            wasted += cameTrue ? 0 : 1;
        }
        // What was predicted before loading began or ended says nothing of now.
        if (expectation.loaded() == payoff.isLoading()) {
            payoff.outcome(cameTrue, now);
        }
    }

    /** The load has ended; L1 has the value, if there is one. */
    public synchronized void landed(String tenant, String key) {
        expected.computeIfPresent(
                new Id(tenant, key), (id, known) -> new Expectation(known.until(), known.loaded(), true));
    }

    /** The load failed. */
    public synchronized void failed(String tenant, String key) {
        @Nullable Expectation expectation = expected.remove(new Id(tenant, key));
        if (expectation != null) {
            end(expectation, false, clock.millis());
        }
    }

    /** It is not loaded after all. */
    public synchronized void skipped(String tenant, String key) {
        expected.remove(new Id(tenant, key));
    }

    public synchronized Outcomes outcomes() {
        return new Outcomes(used, wasted, payoff.isLoading(), payoff.precision());
    }
}
