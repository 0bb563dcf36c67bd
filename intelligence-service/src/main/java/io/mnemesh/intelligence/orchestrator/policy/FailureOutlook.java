package io.mnemesh.intelligence.orchestrator.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says how a service may fail and when, from its last minutes: memory that runs full (robust line of Theil 1950 and Sen 1968
 * through the lowest use of every few minutes, so that garbage is not taken for a leak), a load beyond what the most replicas hold,
 * and a share of errors far above the hour before.
 */
public final class FailureOutlook {

    /** Minutes below which nothing is said. */
    public static final int LEAST = 30;

    private static final int LOOKED_AT = 120;
    private static final int LOW_OF = 5;
    private static final double FULL = 0.95;
    private static final Duration FARTHEST = Duration.ofHours(12);
    private static final double AGREEMENT = 0.8;
    private static final int LATELY = 5;
    private static final double ERRORS = 0.02;
    private static final double TIMES = 5;

    private FailureOutlook() {}

    /**
     * A way to fail.
     *
     * @param kind       {@code memory}, {@code overload} or {@code errors}
     * @param lead       time until then, nothing if it has begun
     * @param confidence 0 to 1
     * @param basis      one sentence with the figures it rests on
     */
    public record Prediction(String kind, Duration lead, double confidence, String basis) {}

    /**
     * @param minutes the latest last; those of the last two hours are looked at
     * @param ahead   minutes the outlook on the load is of
     */
    public static List<Prediction> of(List<ServiceMinute> minutes, LoadOutlook load, int ahead, ScalingRule rule) {
        if (minutes.size() < LEAST) {
            return List.of();
        }
        var last = minutes.subList(Math.max(0, minutes.size() - LOOKED_AT), minutes.size());
        var found = new ArrayList<Prediction>();
        add(found, memory(last));
        add(found, overload(load, ahead, rule));
        add(found, errors(last));
        return List.copyOf(found);
    }

    private static void add(List<Prediction> found, @Nullable Prediction one) {
        if (one != null) {
            found.add(one);
        }
    }

    private static @Nullable Prediction memory(List<ServiceMinute> minutes) {
        int n = minutes.size() / LOW_OF;
        double[] low = new double[n];
        int begin = minutes.size() - n * LOW_OF;
        for (int i = 0; i < n; i++) {
            low[i] = minutes.subList(begin + i * LOW_OF, begin + (i + 1) * LOW_OF).stream()
                    .mapToDouble(ServiceMinute::memory)
                    .min()
                    .orElse(0);
        }
        double[] slopes = new double[n * (n - 1) / 2];
        int k = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[k++] = (low[j] - low[i]) / (j - i) / LOW_OF;
            }
        }
        Arrays.sort(slopes);
        double slope = slopes[k / 2];
        double agreement = (double) Arrays.stream(slopes).filter(one -> one > 0).count() / k;
        double left = FULL - low[n - 1];
        if (slope <= 0 || agreement < AGREEMENT || left / slope > FARTHEST.toMinutes()) {
            return null;
        }
        return new Prediction(
                "memory",
                Duration.ofMinutes(Math.max(0, Math.round(left / slope))),
                (agreement - 0.5) * 2,
                String.format(
                        Locale.ROOT,
                        "Memory in use rose by %.2f points of a hundred a minute over %d minutes, to %.0f %%.",
                        slope * 100,
                        n * LOW_OF,
                        low[n - 1] * 100));
    }

    private static @Nullable Prediction overload(LoadOutlook load, int ahead, ScalingRule rule) {
        double most = rule.most() * rule.capacity();
        if (load.upper() <= most) {
            return null;
        }
        boolean isExpected = load.expected() > most;
        return new Prediction(
                "overload",
                Duration.ofMinutes(ahead),
                isExpected ? load.confidence() : load.confidence() / 2,
                String.format(
                        Locale.ROOT,
                        "Up to %.3g is expected within %d minutes; %d replicas hold %.3g.",
                        load.upper(),
                        ahead,
                        rule.most(),
                        most));
    }

    private static @Nullable Prediction errors(List<ServiceMinute> minutes) {
        int split = minutes.size() - LATELY;
        double lately = share(minutes.subList(split, minutes.size()));
        double before = share(minutes.subList(0, split));
        if (lately < ERRORS || lately < TIMES * before) {
            return null;
        }
        return new Prediction(
                "errors",
                Duration.ZERO,
                1 - before / lately,
                String.format(
                        Locale.ROOT,
                        "%.1f %% of the requests of %d minutes failed; it was %.2f %% before.",
                        lately * 100,
                        LATELY,
                        before * 100));
    }

    private static double share(List<ServiceMinute> minutes) {
        double requests = minutes.stream().mapToDouble(ServiceMinute::requests).sum();
        return requests == 0
                ? 0
                : minutes.stream().mapToDouble(ServiceMinute::errors).sum() / requests;
    }
}
