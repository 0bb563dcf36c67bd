package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.Fusion;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.jspecify.annotations.Nullable;

/**
 * One question against one point-in-time view of the index: the union of the best by words (BM25) and the nearest by
 * vector (HNSW, or exact where few memories pass the filter), each restricted to the filter before ranking, both legs
 * scoring every candidate, fused by {@link Fusion}.
 *
 * <p>Time is O(words · postings) with early termination plus O(log n) graph hops, and {@code 2 · candidates} exact
 * scores.
 */
final class HybridSearch {

    private final MemoryAnalyzer analyzer;
    private final Fusion fusion;
    private final int candidates;

    /** @param candidates least number of candidates each leg contributes if it has them */
    HybridSearch(MemoryAnalyzer analyzer, Fusion fusion, int candidates) {
        this.analyzer = analyzer;
        this.fusion = fusion;
        this.candidates = candidates;
    }

    IndexHits search(IndexSearcher searcher, IndexQuery question) throws IOException {
        int perLeg = Math.max(candidates, question.limit() * 2);
        Query filter = Filters.of(question.tenant(), question.filter());
        List<String> terms = analyzer.terms(question.text());

        long start = System.nanoTime();
        @Nullable Query words = words(terms);
        ScoreDoc[] lexical = words == null ? new ScoreDoc[0] : byWords(searcher, words, filter, perLeg).scoreDocs;
        long afterLexical = System.nanoTime();

        float[] vector = question.vector();
        ScoreDoc[] semantic = vector == null ? new ScoreDoc[0] : byVector(searcher, vector, filter, perLeg).scoreDocs;
        int[] union = union(lexical, semantic);
        float[] cosines = vector == null ? new float[0] : ExactScores.cosines(searcher, vector, union);
        long afterSemantic = System.nanoTime();

        float[] bm25 = words == null ? new float[union.length] : ExactScores.bm25(searcher, words, union);
        double scale = scale(searcher, terms, bm25);
        List<IndexHits.Hit> hits = rank(searcher, question, union, bm25, cosines, scale);
        long end = System.nanoTime();
        return new IndexHits(
                hits,
                Duration.ofNanos(afterLexical - start + (end - afterSemantic)),
                vector == null ? Duration.ZERO : Duration.ofNanos(afterSemantic - afterLexical));
    }

    private static @Nullable Query words(List<String> terms) {
        if (terms.isEmpty()) {
            return null;
        }
        var words = new BooleanQuery.Builder();
        terms.forEach(term -> words.add(new TermQuery(new Term(Fields.CONTENT, term)), Occur.SHOULD));
        return words.build();
    }

    private static TopDocs byWords(IndexSearcher searcher, Query words, Query filter, int count) throws IOException {
        Query filtered = new BooleanQuery.Builder()
                .add(words, Occur.MUST)
                .add(filter, Occur.FILTER)
                .build();
        return searcher.search(filtered, count);
    }

    private static TopDocs byVector(IndexSearcher searcher, float[] vector, Query filter, int count)
            throws IOException {
        Query nearest = new KnnFloatVectorQuery(Fields.VECTOR, vector, count, filter, KnnSearchStrategy.Hnsw.DEFAULT);
        return searcher.search(nearest, count);
    }

    private static int[] union(ScoreDoc[] lexical, ScoreDoc[] semantic) {
        var documents = new int[lexical.length + semantic.length];
        int count = 0;
        for (ScoreDoc found : lexical) {
            documents[count++] = found.doc;
        }
        for (ScoreDoc found : semantic) {
            documents[count++] = found.doc;
        }
        return Arrays.stream(documents).sorted().distinct().toArray();
    }

    private static double scale(IndexSearcher searcher, List<String> terms, float[] bm25) throws IOException {
        double best = 0;
        for (float score : bm25) {
            best = Math.max(best, score);
        }
        return Fusion.lexicalScale(best, ExactScores.bm25Bound(searcher, terms));
    }

    private List<IndexHits.Hit> rank(
            IndexSearcher searcher, IndexQuery question, int[] union, float[] bm25, float[] cosines, double scale)
            throws IOException {
        boolean hybrid = question.vector() != null;
        var hits = new ArrayList<IndexHits.Hit>(union.length);
        UUID[] ids = ids(searcher, union);
        for (int i = 0; i < union.length; i++) {
            double lexical = Fusion.lexical(bm25[i], scale);
            Double semantic = hybrid && !Float.isNaN(cosines[i]) ? Fusion.semantic(cosines[i]) : null;
            double score = hybrid ? fusion.fuse(lexical, semantic == null ? 0 : semantic) : lexical;
            hits.add(new IndexHits.Hit(ids[i], score, lexical, semantic));
        }
        hits.sort(Comparator.comparingDouble(IndexHits.Hit::score).reversed().thenComparing(IndexHits.Hit::id));
        return hits.size() > question.limit() ? hits.subList(0, question.limit()) : hits;
    }

    private static UUID[] ids(IndexSearcher searcher, int[] documents) throws IOException {
        List<LeafReaderContext> leaves = searcher.getLeafContexts();
        var ids = new UUID[documents.length];
        LeafReaderContext leaf = null;
        BinaryDocValues values = null;
        for (int i = 0; i < documents.length; i++) {
            LeafReaderContext next = leaves.get(ReaderUtil.subIndex(documents[i], leaves));
            if (values == null || next != leaf) {
                leaf = next;
                values = next.reader().getBinaryDocValues(Fields.ID);
            }
            if (values == null || !values.advanceExact(documents[i] - next.docBase)) {
                throw new IllegalStateException("A document has no id.");
            }
            ids[i] = Fields.id(values.binaryValue());
        }
        return ids;
    }
}
