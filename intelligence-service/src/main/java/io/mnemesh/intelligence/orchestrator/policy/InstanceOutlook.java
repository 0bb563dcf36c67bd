package io.mnemesh.intelligence.orchestrator.policy;

import io.mnemesh.intelligence.errors.evidence.Wilson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells which instances of a service are failing, from their last minutes: those whose requests fail often, with what chance leaves
 * of it (Wilson's lower bound at 95 %), and several times as often as those of the others. If all of them fail alike, none of them is
 * to blame. Not thread-safe.
 */
public final class InstanceOutlook {

    private static final int WINDOW = 3;
    private static final long LEAST = 20;
    private static final double OFTEN = 0.05;
    private static final double TIMES = 3;

    private final Deque<List<InstanceMinute>> minutes = new ArrayDeque<>();

    /**
     * An instance that fails.
     *
     * @param share  of its requests that failed
     * @param others the same of the other instances together
     */
    public record Failing(String address, long requests, double share, double others) {}

    /** Adds a minute; only the last few count. */
    public void add(List<InstanceMinute> minute) {
        minutes.addLast(List.copyOf(minute));
        while (minutes.size() > WINDOW) {
            minutes.removeFirst();
        }
    }

    /** Instances that are failing while others are not, the worst first. */
    public List<Failing> failing() {
        List<InstanceMinute> sums = sums();
        var failing = new ArrayList<Failing>();
        for (InstanceMinute one : sums) {
            double others = share(sums.stream()
                    .filter(other -> !other.address().equals(one.address()))
                    .toList());
            double atLeast = atLeast(one);
            if (sums.size() > 1 && one.requests() >= LEAST && atLeast >= Math.max(OFTEN, TIMES * others)) {
                failing.add(new Failing(one.address(), one.requests(), share(List.of(one)), others));
            }
        }
        failing.sort(Comparator.comparingDouble(Failing::share).reversed());
        return List.copyOf(failing);
    }

    /** Share of all requests that fail if that is often and no single instance is to blame; else nothing. */
    public double everywhere() {
        List<InstanceMinute> sums = sums();
        var all = new InstanceMinute(
                "",
                sums.stream().mapToLong(InstanceMinute::requests).sum(),
                sums.stream().mapToLong(InstanceMinute::failures).sum());
        boolean often = all.requests() >= LEAST && atLeast(all) >= OFTEN;
        return often && failing().isEmpty() ? share(List.of(all)) : 0;
    }

    private static double atLeast(InstanceMinute one) {
        return one.requests() == 0 ? 0 : Wilson.lower((double) one.failures(), (double) one.requests());
    }

    private List<InstanceMinute> sums() {
        Map<String, InstanceMinute> sums = new LinkedHashMap<>();
        for (List<InstanceMinute> minute : minutes) {
            for (InstanceMinute one : minute) {
                sums.merge(
                        one.address(),
                        one,
                        (a, b) -> new InstanceMinute(
                                a.address(), a.requests() + b.requests(), a.failures() + b.failures()));
            }
        }
        return List.copyOf(sums.values());
    }

    private static double share(List<InstanceMinute> some) {
        long requests = some.stream().mapToLong(InstanceMinute::requests).sum();
        return requests == 0
                ? 0
                : (double) some.stream().mapToLong(InstanceMinute::failures).sum() / requests;
    }
}
