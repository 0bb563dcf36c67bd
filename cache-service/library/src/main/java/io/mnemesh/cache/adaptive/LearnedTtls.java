package io.mnemesh.cache.adaptive;

import io.mnemesh.cache.AdaptiveTtl;
import io.mnemesh.cache.TtlChoice;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The TTLs of one cache in this process. Two things are learned of each class of keys: from loads, how often its records change
 * ({@link ChangeRate}); from reads, how many loads and how old hits each TTL would mean ({@link ShadowTtls}). Every {@link #EVERY}
 * the TTLs are chosen anew ({@link Allocation}), for less than the whole budget, since what was learned lags behind. A class of
 * which little is known has the shortest TTL, and so has one that changes too fast for any. Safe for concurrent use.
 */
public final class LearnedTtls {

    static final Duration EVERY = Duration.ofSeconds(30);

    private static final int CLASSES = 32;
    private static final String OTHERS = "*";
    private static final int TTLS = 48;
    private static final int LAST_LOADS = 50_000;
    private static final double CAUTION = 0.85;
    private static final Duration HALF_LIFE = Duration.ofHours(1);
    private static final double SECONDS_PER_DAY = 86_400;

    private final AdaptiveTtl settings;
    private final InstantSource clock;
    private final long[] ttls;
    private final Map<String, KeyClass> classes = new LinkedHashMap<>();
    private final Map<Object, Load> lastLoads = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Load> eldest) {
            return size() > LAST_LOADS;
        }
    };
    private long chosenAt;

    private record Load(long at, long fingerprint) {}

    public LearnedTtls(AdaptiveTtl settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.ttls = row(settings.shortest().toMillis(), settings.longest().toMillis());
        this.chosenAt = clock.millis();
    }

    /** From the shortest to the longest in equal ratios. */
    private static long[] row(long shortest, long longest) {
        var row = new long[shortest == longest ? 1 : TTLS];
        double ratio = Math.pow((double) longest / shortest, 1.0 / (TTLS - 1));
        for (int i = 0; i < row.length; i++) {
            row[i] = Math.round(shortest * Math.pow(ratio, i));
        }
        row[row.length - 1] = longest;
        return row;
    }

    /**
     * A key was read.
     *
     * @param id of the key within the process
     */
    public synchronized void read(Object id, String key) {
        classOf(key).shadow.read(id, clock.millis());
    }

    /**
     * A key was loaded.
     *
     * @param id          of the key within the process
     * @param fingerprint differs if the value does
     * @return how long the value is to be kept
     */
    public synchronized Duration loaded(Object id, String key, long fingerprint) {
        long now = clock.millis();
        var its = classOf(key);
        Load before = lastLoads.remove(id);
        lastLoads.put(id, new Load(now, fingerprint));
        if (before != null && now > before.at()) {
            its.changes.add((now - before.at()) / 1000.0, before.fingerprint() != fingerprint);
        }
        if (now - chosenAt >= EVERY.toMillis()) {
            choose(now);
        }
        return Duration.ofMillis(ttls[its.choice]);
    }

    /** The key was changed by somebody who told the cache; that says nothing of changes it is not told of. */
    public synchronized void forget(Object id) {
        lastLoads.remove(id);
    }

    private KeyClass classOf(String key) {
        String name = settings.classOf().apply(key);
        @Nullable KeyClass known = classes.get(name);
        if (known != null) {
            return known;
        }
        String kept = classes.size() < CLASSES - 1 ? name : OTHERS;
        return classes.computeIfAbsent(kept, none -> new KeyClass(none, ttls));
    }

    private void choose(long now) {
        var known = promising();
        var loads = new double[known.size()][ttls.length];
        var stale = new double[known.size()][ttls.length];
        double reads = 0;
        for (int i = 0; i < loads.length; i++) {
            KeyClass one = known.get(i);
            double rate = one.changes.cautiousPerSecond();
            reads += one.shadow.reads();
            for (int ttl = 0; ttl < ttls.length; ttl++) {
                loads[i][ttl] = one.shadow.loads(ttl);
                stale[i][ttl] = one.shadow.stale(ttl, rate);
            }
        }
        int[] choices = new Allocation(loads, stale).within(CAUTION * settings.staleBudget() * reads);
        for (int i = 0; i < choices.length; i++) {
            known.get(i).choice = choices[i];
        }
        double halfLives = (double) (now - chosenAt) / HALF_LIFE.toMillis();
        classes.values().forEach(one -> one.shadow.fade(Math.pow(0.5, halfLives)));
        chosenAt = now;
    }

    /**
     * The classes that can be within the budget together. Those that change too fast even for the shortest TTL, the worst first,
     * have it, and leave the others their part of the budget.
     */
    private List<KeyClass> promising() {
        var known = new ArrayList<KeyClass>();
        classes.values().stream().filter(KeyClass::isKnown).forEach(known::add);
        known.sort(Comparator.comparingDouble(KeyClass::leastStaleShare));
        double stale = known.stream().mapToDouble(KeyClass::leastStale).sum();
        double reads = known.stream().mapToDouble(one -> one.shadow.reads()).sum();
        while (!known.isEmpty() && stale > CAUTION * settings.staleBudget() * reads) {
            KeyClass worst = known.removeLast();
            worst.choice = 0;
            stale -= worst.leastStale();
            reads -= worst.shadow.reads();
        }
        return known;
    }

    /** What was chosen for each class, and why. */
    public synchronized List<TtlChoice> choices() {
        double reads =
                classes.values().stream().mapToDouble(one -> one.shadow.reads()).sum();
        var choices = new ArrayList<TtlChoice>();
        for (KeyClass one : classes.values()) {
            double rate = one.changes.cautiousPerSecond();
            choices.add(new TtlChoice(
                    one.name,
                    Duration.ofMillis(ttls[one.choice]),
                    Math.round(one.changes.observations()),
                    rate * SECONDS_PER_DAY,
                    part(one.shadow.reads(), reads),
                    part(one.shadow.loads(one.choice), one.shadow.reads()),
                    part(one.shadow.stale(one.choice, rate), one.shadow.reads())));
        }
        return List.copyOf(choices);
    }

    private static double part(double some, double all) {
        return all == 0 ? 0 : some / all;
    }
}
