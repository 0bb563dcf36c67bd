package io.mnemesh.memory.index;

/**
 * Convex combination of a lexical and a semantic score, each normalised to 0..1 (Bruch, Gai, Ingber: "An Analysis of
 * Fusion Functions for Hybrid Retrieval", ACM TOIS 2023, there TM2C2).
 *
 * <p>Semantic: the cosine, negative ones as 0; its bounds are known, so scores of different questions compare. Lexical:
 * BM25 divided by the larger of the best BM25 among the candidates and a quarter of the bound BM25 has for the question (the
 * sum of its terms' idf); the floor keeps a question whose words hardly occur from turning its least bad match into a
 * perfect one. Both legs score every candidate, also those only the other leg found, so a memory is never ranked lower
 * for lack of a score that could have been computed.
 *
 * @param semanticWeight share of the semantic score, 0 to 1
 */
public record Fusion(double semanticWeight) {

    private static final double BOUND_SHARE = 0.25;

    /** What one question's lexical scores are divided by; 0 if no word of it occurs. */
    public static double lexicalScale(double bestBm25, double bm25Bound) {
        return Math.max(bestBm25, BOUND_SHARE * bm25Bound);
    }

    /** BM25 as 0..1. */
    public static double lexical(double bm25, double scale) {
        return scale > 0 ? Math.min(1, bm25 / scale) : 0;
    }

    /** A cosine as 0..1. */
    public static double semantic(double cosine) {
        return Math.clamp(cosine, 0.0, 1.0);
    }

    /** The score of a candidate that both legs could score. */
    public double fuse(double lexical, double semantic) {
        return (1 - semanticWeight) * lexical + semanticWeight * semantic;
    }
}
