package io.mnemesh.memory.index.ranking;

/**
 * Convex combination of a lexical and a semantic score, each normalised to 0..1 (Bruch, Gai, Ingber: "An Analysis of
 * Fusion Functions for Hybrid Retrieval", ACM TOIS 2023, there TM2C2).
 *
 * <p>Semantic: the cosine, negative ones as 0; its bounds are known, so scores of different questions compare. Lexical:
 * {@value #COVERAGE_SHARE} of it is coverage, the idf of the question's words that occur in the memory over the idf of
 * all of them; the rest is BM25 divided by the larger of the best BM25 among the candidates and a quarter of the bound
 * BM25 has for the question (the sum of its words' idf); the floor keeps a question whose words hardly occur from turning
 * its least bad match into a perfect one. Both legs score every candidate, also those only the other leg found, so a
 * memory is never ranked lower for lack of a score that could have been computed.
 *
 * @param semanticWeight share of the semantic score, 0 to 1
 */
public record Fusion(double semanticWeight) {

    private static final double BOUND_SHARE = 0.25;
    private static final double COVERAGE_SHARE = 0.7;

    /** For questions that have no vector. */
    public static final Fusion WORDS_ONLY = new Fusion(0);

    /** What one question's BM25 is divided by; 0 if no word of it occurs. */
    public static double lexicalScale(double bestBm25, double bm25Bound) {
        return Math.max(bestBm25, BOUND_SHARE * bm25Bound);
    }

    /**
     * The lexical score.
     *
     * @param coverage 0 to 1
     */
    public static double lexical(double bm25, double scale, double coverage) {
        double strength = scale > 0 ? Math.min(1, bm25 / scale) : 0;
        return (1 - COVERAGE_SHARE) * strength + COVERAGE_SHARE * coverage;
    }

    /** A cosine as 0..1; 0 where it is not a number. */
    public static double semantic(double cosine) {
        return cosine > 0 ? Math.min(1, cosine) : 0;
    }

    /** The score of a candidate that both legs could score. */
    public double fuse(double lexical, double semantic) {
        return lexicalPart(lexical) + semanticPart(semantic);
    }

    /** What a lexical score adds to the fused one. */
    public double lexicalPart(double lexical) {
        return (1 - semanticWeight) * lexical;
    }

    /** What a semantic score adds to the fused one. */
    public double semanticPart(double semantic) {
        return semanticWeight * semantic;
    }
}
