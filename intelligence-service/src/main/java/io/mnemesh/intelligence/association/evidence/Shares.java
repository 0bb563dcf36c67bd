package io.mnemesh.intelligence.association.evidence;

import io.mnemesh.intelligence.errors.evidence.Wilson;

/**
 * How many users found one memory useful in one context, and how many anywhere. Users are counted, not ratings, so that one who rates a lot
 * does not decide.
 *
 * <p>Lift is the share of the context's users who found it useful over the share of all users, each with one success and one failure more
 * (Laplace), so that few users say little. Whether the two differ is tested by Dunning's log-likelihood ratio (Computational
 * Linguistics 19, 1993), which holds for small counts. Ratings fade; {@code useful} and {@code against} are sums of what is left of them.
 *
 * @param support   users of the context who found it useful
 * @param useful    ratings for it in the context, each at most 1
 * @param against   ratings against it in the context
 * @param people    users of the context who rated anything
 * @param anywhere  users who found it useful in any context
 * @param everybody users who rated anything anywhere
 */
public record Shares(long support, double useful, double against, long people, long anywhere, long everybody) {

    /** 95 % of chi-square with one degree of freedom. */
    private static final double SIGNIFICANT = 3.841;

    /** The least share of ratings that speak for it, at 95 %, 0 to 1. */
    public double confidence() {
        return Wilson.lower(useful, useful + against);
    }

    /** How much more often it is useful in the context than anywhere; 1 is no difference. */
    public double lift() {
        return (support + 1.0) / (people + 2.0) * (everybody + 2.0) / (anywhere + 1.0);
    }

    /** Dunning's ratio, 0 if the context makes no difference. */
    public double likelihoodRatio() {
        double here = support;
        double elsewhere = Math.max(0, anywhere - support);
        double notHere = Math.max(0, people - support);
        double notElsewhere = Math.max(0, everybody - people - elsewhere);
        double all = here + elsewhere + notHere + notElsewhere;
        double sum = term(here, (here + elsewhere) * (here + notHere), all)
                + term(elsewhere, (here + elsewhere) * (elsewhere + notElsewhere), all)
                + term(notHere, (notHere + notElsewhere) * (here + notHere), all)
                + term(notElsewhere, (notHere + notElsewhere) * (elsewhere + notElsewhere), all);
        return Math.max(0, 2 * sum);
    }

    private static double term(double seen, double margins, double all) {
        return seen == 0 ? 0 : seen * Math.log(seen * all / margins);
    }

    /** Whether it is surely less useful in the context than anywhere. */
    public boolean isMisplaced() {
        return lift() < 1 && likelihoodRatio() > SIGNIFICANT;
    }

    /** What suggestions are ordered by, 0 to 1: surely useful, and more so here than anywhere. */
    public double strength() {
        return confidence() * lift() / (1 + lift());
    }
}
