package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.mesh.tenancy.TenantId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of a question that are looked up, with what they weigh among the memories of a tenant. BM25 (Robertson,
 * Zaragoza: "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) is computed here for every candidate, also
 * for those the leg by vector found; Weaviate's own picks the candidates of the leg by words.
 *
 * <p>Counting the memories a word occurs in takes Weaviate time per memory, while the best memory for one word by BM25 is
 * found at once, and its score holds the word's idf: it is the score without what frequency and length make of it.
 *
 * @param terms         distinct, as the analyzer makes them
 * @param idf           one per term; 0 where it occurs nowhere
 * @param averageLength words per memory
 */
record Terms(List<String> terms, double[] idf, double averageLength) {

    static final double SATURATION = 1.2;
    static final double NORMALISATION = 0.75;

    private static final String LENGTHS = "lengths";

    /** What must be asked for to know the weights. */
    static List<String> parts(Queries queries, TenantId tenant, List<String> terms) {
        var parts = new ArrayList<String>(terms.size() + 1);
        parts.add(queries.aggregate(LENGTHS, tenant, Names.LENGTH + "{mean}"));
        for (int i = 0; i < terms.size(); i++) {
            parts.add(queries.get(
                    "term" + i,
                    tenant,
                    lookup(List.of(terms.get(i))) + ",limit:1",
                    Names.WORDS + " _additional{score}"));
        }
        return parts;
    }

    /** The argument that finds the best by these terms. */
    static String lookup(List<String> terms) {
        return "bm25:{query:" + Literals.text(String.join(" ", terms)) + ",properties:[\"" + Names.WORDS + "\"]}";
    }

    static Terms of(List<String> terms, Queries.Answer answer) {
        double average = 0;
        for (JsonNode row : answer.rows(LENGTHS)) {
            average = row.path(Names.LENGTH).path("mean").asDouble();
        }
        var unweighted = new Terms(terms, new double[terms.size()], average);
        var idf = new double[terms.size()];
        for (int i = 0; i < idf.length; i++) {
            for (JsonNode row : answer.rows("term" + i)) {
                Count count = unweighted.count(row.path(Names.WORDS).asText());
                double strength = unweighted.strength(count, i);
                double score = row.path("_additional").path("score").asDouble();
                idf[i] = strength > 0 ? Math.max(0, score / strength) : 0;
            }
        }
        return new Terms(terms, idf, average);
    }

    /**
     * How often each term occurs in a memory.
     *
     * @param frequencies one per term
     * @param length      words of the memory
     */
    record Count(int[] frequencies, int length) {

        BitSet occurring() {
            var set = new BitSet(frequencies.length);
            for (int i = 0; i < frequencies.length; i++) {
                set.set(i, frequencies[i] > 0);
            }
            return set;
        }
    }

    /** @param words as the analyzer made them, with spaces between them */
    Count count(String words) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < terms.size(); i++) {
            places.put(terms.get(i), i);
        }
        var frequencies = new int[terms.size()];
        int length = 0;
        int from = 0;
        while (from < words.length()) {
            int space = words.indexOf(' ', from);
            int to = space < 0 ? words.length() : space;
            Integer place = places.get(words.substring(from, to));
            if (place != null) {
                frequencies[place]++;
            }
            length++;
            from = to + 1;
        }
        return new Count(frequencies, length);
    }

    double bm25(Count count) {
        double sum = 0;
        for (int i = 0; i < idf.length; i++) {
            sum += idf[i] * strength(count, i);
        }
        return sum;
    }

    /** Between 0 and 1. */
    private double strength(Count count, int term) {
        double frequency = count.frequencies[term];
        double relative = averageLength > 0 ? count.length / averageLength : 1;
        return frequency / (frequency + SATURATION * (1 - NORMALISATION + NORMALISATION * relative));
    }
}
