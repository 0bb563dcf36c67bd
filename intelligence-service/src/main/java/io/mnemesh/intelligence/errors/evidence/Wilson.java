package io.mnemesh.intelligence.errors.evidence;

/** The score interval of a proportion (Wilson, JASA 1927), which holds for few trials and for proportions of 0 and 1. */
public final class Wilson {

    /** Two-sided 95 %. */
    private static final double Z = 1.96;

    private Wilson() {}

    /** The least proportion that the trials speak for; 0 without trials. Both may be fractions. */
    public static double lower(double successes, double trials) {
        return trials <= 0 ? 0 : Math.max(0, centre(successes, trials) - half(successes, trials));
    }

    /** The greatest proportion that the trials speak for; 1 without trials. */
    public static double upper(double successes, double trials) {
        return trials <= 0 ? 1 : Math.min(1, centre(successes, trials) + half(successes, trials));
    }

    private static double centre(double successes, double trials) {
        return (successes + Z * Z / 2) / (trials + Z * Z);
    }

    private static double half(double successes, double trials) {
        double p = successes / trials;
        return Z * Math.sqrt(p * (1 - p) * trials + Z * Z / 4) / (trials + Z * Z);
    }
}
