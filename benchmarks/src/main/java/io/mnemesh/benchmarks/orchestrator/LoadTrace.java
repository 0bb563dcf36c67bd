package io.mnemesh.benchmarks.orchestrator;

import java.util.List;
import java.util.Random;

/**
 * A load by the minute over a number of days, made from a seed.
 *
 * @param name     name of the kind
 * @param failures pods that stop answering, per day
 */
record LoadTrace(String name, double[] minutes, double failures) {

    static final int DAY = 1_440;
    static final int DAYS = 10;

    private static final double BASE = 600;

    static final List<String> KINDS = List.of("diurnal", "bursts", "ramps", "failing-pod", "mixed");

    static LoadTrace of(String kind, long seed) {
        var random = new Random(seed * 7_919 + kind.hashCode());
        return switch (kind) {
            case "diurnal" -> new LoadTrace(kind, noise(daily(random, 0.6), random, 0.04), 0);
            case "bursts" -> new LoadTrace(kind, noise(bursts(daily(random, 0.3), random, 2), random, 0.04), 0);
            case "ramps" -> new LoadTrace(kind, noise(ramps(random), random, 0.04), 0);
            case "failing-pod" -> new LoadTrace(kind, noise(daily(random, 0.4), random, 0.04), 1);
            case "mixed" -> new LoadTrace(kind, noise(bursts(daily(random, 0.5), random, 1), random, 0.06), 0.5);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** A wave a day, weaker at the week's end, with a second harmonic and a level that drifts. */
    private static double[] daily(Random random, double depth) {
        double phase = random.nextDouble() * 2 * Math.PI;
        double second = random.nextDouble() * 0.3;
        double drift = 0;
        double[] load = new double[DAY * DAYS];
        for (int t = 0; t < load.length; t++) {
            double angle = 2 * Math.PI * t / DAY + phase;
            drift += 0.0003 * random.nextGaussian() - 0.0002 * drift;
            double week = (t / DAY) % 7 >= 5 ? 0.7 : 1;
            load[t] = BASE
                    * week
                    * (1 + depth * Math.sin(angle) + depth * second * Math.sin(2 * angle))
                    * Math.exp(drift);
        }
        return load;
    }

    /** Bursts that nothing announces: up within three to eight minutes by 40 to 150 %, for ten to forty minutes. */
    private static double[] bursts(double[] load, Random random, double perDay) {
        for (int t = 0; t < load.length; t++) {
            if (random.nextDouble() < perDay / DAY) {
                int rise = 3 + random.nextInt(6);
                int length = 10 + random.nextInt(31);
                double height = 0.4 + 1.1 * random.nextDouble();
                for (int i = 0; i < length + 2 * rise && t + i < load.length; i++) {
                    double part = Math.min(1, Math.min(i + 1, length + 2 * rise - i) / (double) rise);
                    load[t + i] *= 1 + height * part;
                }
            }
        }
        return load;
    }

    /** Levels that last for hours, with ramps of half an hour to three hours between them. */
    private static double[] ramps(Random random) {
        double[] load = new double[DAY * DAYS];
        double level = BASE;
        double next = BASE;
        int left = 0;
        for (int t = 0; t < load.length; t++) {
            if (left == 0) {
                if (Math.abs(next - level) < 1) {
                    next = BASE * (0.3 + 1.7 * random.nextDouble());
                    left = 30 + random.nextInt(151);
                } else {
                    level = next;
                    left = 60 + random.nextInt(361);
                }
            }
            level += (next - level) / left;
            left--;
            load[t] = level;
        }
        return load;
    }

    private static double[] noise(double[] load, Random random, double share) {
        double kept = 0;
        for (int t = 0; t < load.length; t++) {
            kept = 0.5 * kept + share * Math.sqrt(0.75) * random.nextGaussian();
            load[t] = Math.max(1, load[t] * (1 + kept));
        }
        return load;
    }
}
