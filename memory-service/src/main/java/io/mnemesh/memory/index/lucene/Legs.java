package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.IndexHits.LegCandidate;
import io.mnemesh.memory.index.Neighbour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What each leg found.
 *
 * @param lexical  best by BM25 first
 * @param semantic nearest first
 */
record Legs(ScoreDoc[] lexical, ScoreDoc[] semantic) {

    /** The nearest to {@code vector} among those that pass the filter; none without a vector. */
    static ScoreDoc[] nearest(IndexSearcher searcher, float @Nullable [] vector, Query filter, int count)
            throws IOException {
        if (vector == null) {
            return new ScoreDoc[0];
        }
        Query nearest = new KnnFloatVectorQuery(Fields.VECTOR, vector, count, filter, KnnSearchStrategy.Hnsw.DEFAULT);
        return searcher.search(nearest, count).scoreDocs;
    }

    /** The memories nearest to {@code vector} among those that pass the filter. */
    static List<Neighbour> neighbours(IndexSearcher searcher, float[] vector, Query filter, int count)
            throws IOException {
        ScoreDoc[] nearest = nearest(searcher, vector, filter, count);
        var documents = new Documents(searcher, documents(nearest, count));
        UUID[] ids = documents.memoryIds();
        return Arrays.stream(nearest)
                .map(found -> new Neighbour(ids[documents.position(found.doc)], cosine(found)))
                .toList();
    }

    /** Lucene's score is (1 + cosine) / 2. */
    private static double cosine(ScoreDoc found) {
        return 2.0 * found.score - 1;
    }

    /** True if a leg found as many as it was asked for, and so may have more. */
    boolean full(int perLeg) {
        return lexical.length >= perLeg || semantic.length >= perLeg;
    }

    IntStream documents() {
        return first(Integer.MAX_VALUE);
    }

    /** The first of each leg. */
    IntStream first(int count) {
        return IntStream.concat(documents(lexical, count), documents(semantic, count));
    }

    private static IntStream documents(ScoreDoc[] leg, int count) {
        return Arrays.stream(leg).limit(count).mapToInt(found -> found.doc);
    }

    float bestBm25() {
        return lexical.length == 0 ? 0 : lexical[0].score;
    }

    /** The candidates by leg; those that only their neighbours brought in have no score. */
    Map<String, List<LegCandidate>> explain(IndexSearcher searcher, Window window) throws IOException {
        var documents = new Documents(searcher, IntStream.concat(documents(), window.documents()));
        UUID[] ids = documents.memoryIds();
        var legs = new LinkedHashMap<String, List<LegCandidate>>();
        legs.put("lexical", candidates(lexical, documents, ids, found -> found.score));
        legs.put("semantic", candidates(semantic, documents, ids, Legs::cosine));
        int[] found = documents().sorted().toArray();
        legs.put(
                "window",
                window.documents()
                        .distinct()
                        .sorted()
                        .filter(document -> Arrays.binarySearch(found, document) < 0)
                        .mapToObj(document -> new LegCandidate(ids[documents.position(document)], 0))
                        .toList());
        return legs;
    }

    private static List<LegCandidate> candidates(
            ScoreDoc[] leg, Documents documents, UUID[] ids, ToDoubleFunction<ScoreDoc> score) {
        var candidates = new ArrayList<LegCandidate>(leg.length);
        for (ScoreDoc found : leg) {
            candidates.add(new LegCandidate(ids[documents.position(found.doc)], score.applyAsDouble(found)));
        }
        return candidates;
    }
}
