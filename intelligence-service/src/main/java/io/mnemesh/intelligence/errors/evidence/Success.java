package io.mnemesh.intelligence.errors.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How often a resolution worked. Each error with it is a trial that weighs the square of its similarity. One that says
 * whether it worked counts in full; one that only says what was done counts half a success, for it is told as a resolution
 * but nobody looked. The mean is that of a Beta posterior with the uniform prior, so that nothing is certain; the order is
 * by the lower end of the score interval, so that what worked nine times of ten is before what worked once.
 *
 * @param resolution what was done, as it was told last
 * @param worked     errors that say it worked
 * @param failed     errors that say it did not
 * @param untold     errors that do not say
 * @param mean       posterior mean of its success, 0 to 1
 * @param surely     lower end of the 95 % interval, by which resolutions are ranked
 * @param lastUsed   when the latest of these errors happened
 */
public record Success(
        String resolution, long worked, long failed, long untold, double mean, double surely, Instant lastUsed) {

    private static final double UNTOLD = 0.5;

    /**
     * One error that was resolved.
     *
     * @param worked whether it helped; null if that is not told
     * @param weight how much the error is like the one in question, 0 to 1
     */
    public record Trial(String resolution, @Nullable Boolean worked, double weight, Instant at) {}

    /** Resolutions, the one most sure to work first. Those that differ only in case, space and full stops are one. */
    public static List<Success> rank(List<Trial> trials) {
        var byText = new LinkedHashMap<String, List<Trial>>();
        for (Trial trial : trials) {
            byText.computeIfAbsent(key(trial.resolution()), text -> new ArrayList<>())
                    .add(trial);
        }
        return byText.values().stream()
                .map(Success::of)
                .sorted(Comparator.comparingDouble((Success one) -> -one.surely())
                        .thenComparingDouble(one -> -one.mean())
                        .thenComparing(Success::lastUsed, Comparator.reverseOrder())
                        .thenComparing(Success::resolution))
                .toList();
    }

    private static Success of(List<Trial> trials) {
        double successes = 0;
        double all = 0;
        long worked = 0;
        long failed = 0;
        Trial latest = trials.getFirst();
        for (Trial trial : trials) {
            double weight = trial.weight() * trial.weight();
            if (trial.worked() == null) {
                weight *= UNTOLD;
                successes += weight;
            } else if (trial.worked()) {
                worked++;
                successes += weight;
            } else {
                failed++;
            }
            all += weight;
            latest = trial.at().isAfter(latest.at()) ? trial : latest;
        }
        return new Success(
                latest.resolution(),
                worked,
                failed,
                trials.size() - worked - failed,
                (successes + 1) / (all + 2),
                Wilson.lower(successes, all),
                latest.at());
    }

    private static String key(String resolution) {
        String plain = resolution.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
