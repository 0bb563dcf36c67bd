package io.mnemesh.intelligence.outcome;

/** Probabilities and the natural logarithms of their odds. */
final class Odds {

    private static final double SURE = 1e-6;

    private Odds() {}

    static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    /** Logarithm of the odds, bounded for probabilities of 0 and 1. */
    static double log(double probability) {
        double p = Math.clamp(probability, SURE, 1 - SURE);
        return Math.log(p / (1 - p));
    }

    /** Minus the logarithm of the probability of what came. */
    static double loss(double logOdds, boolean came) {
        double against = came ? -logOdds : logOdds;
        return against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
    }
}
