package io.mnemesh.memory.index.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.VectorUtil;

/** Exact scores of given documents (ids in ascending order), whichever leg found them. */
final class ExactScores {

    private ExactScores() {}

    /** BM25 of each document; 0 where no word occurs. */
    static float[] bm25(IndexSearcher searcher, Query words, int[] documents) throws IOException {
        var scores = new float[documents.length];
        Weight weight = searcher.createWeight(searcher.rewrite(words), ScoreMode.COMPLETE, 1);
        int next = 0;
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            int end = end(leaf, documents, next);
            Scorer scorer = next < end ? weight.scorer(leaf) : null;
            if (scorer != null) {
                DocIdSetIterator matches = scorer.iterator();
                for (int i = next; i < end; i++) {
                    int document = documents[i] - leaf.docBase;
                    if (matches.docID() < document) {
                        matches.advance(document);
                    }
                    if (matches.docID() == document) {
                        scores[i] = scorer.score();
                    }
                }
            }
            next = end;
        }
        return scores;
    }

    /** Cosine of each document with the L2-normalised {@code vector}; NaN where it has no vector. */
    static float[] cosines(IndexSearcher searcher, float[] vector, int[] documents) throws IOException {
        var scores = new float[documents.length];
        Arrays.fill(scores, Float.NaN);
        int next = 0;
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            int end = end(leaf, documents, next);
            FloatVectorValues vectors = next < end ? leaf.reader().getFloatVectorValues(Fields.VECTOR) : null;
            if (vectors != null) {
                KnnVectorValues.DocIndexIterator iterator = vectors.iterator();
                for (int i = next; i < end; i++) {
                    int document = documents[i] - leaf.docBase;
                    if (iterator.docID() < document) {
                        iterator.advance(document);
                    }
                    if (iterator.docID() == document) {
                        scores[i] = VectorUtil.dotProduct(vector, vectors.vectorValue(iterator.index()));
                    }
                }
            }
            next = end;
        }
        return scores;
    }

    /** What BM25 of these terms cannot exceed: the sum of the idf of those that occur. */
    static double bm25Bound(IndexSearcher searcher, List<String> terms) throws IOException {
        long count = searcher.getIndexReader().numDocs();
        double bound = 0;
        for (String term : terms) {
            long frequency = searcher.getIndexReader().docFreq(new Term(Fields.CONTENT, term));
            if (frequency > 0) {
                bound += Math.log(1 + (Math.max(count, frequency) - frequency + 0.5) / (frequency + 0.5));
            }
        }
        return bound;
    }

    private static int end(LeafReaderContext leaf, int[] documents, int from) {
        int limit = leaf.docBase + leaf.reader().maxDoc();
        int end = from;
        while (end < documents.length && documents[end] < limit) {
            end++;
        }
        return end;
    }
}
