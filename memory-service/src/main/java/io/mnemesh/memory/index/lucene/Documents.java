package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.document.ProfileCodec;
import io.mnemesh.memory.index.ranking.Profile;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** What the index holds of some documents. Positions in every answer are those in {@link #ids}. */
final class Documents {

    private final IndexSearcher searcher;
    private final int[] ids;

    /** @param ids in any order */
    Documents(IndexSearcher searcher, IntStream ids) {
        this.searcher = searcher;
        this.ids = ids.sorted().distinct().toArray();
    }

    /** Ascending. */
    int[] ids() {
        return ids;
    }

    int size() {
        return ids.length;
    }

    /** Position of a document; negative if it is none of these. */
    int position(int document) {
        return Arrays.binarySearch(ids, document);
    }

    /** Calls {@code visit} for each that matches. */
    void matches(Query query, Visit visit) throws IOException {
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE, 1);
        perSegment((leaf, from, to) -> {
            Scorer scorer = weight.scorer(leaf);
            if (scorer == null) {
                return;
            }
            DocIdSetIterator found = scorer.iterator();
            for (int i = from; i < to; i++) {
                int document = ids[i] - leaf.docBase;
                if (found.docID() < document) {
                    found.advance(document);
                }
                if (found.docID() == document) {
                    visit.match(i, scorer.score());
                }
            }
        });
    }

    /** Positions of those that match. */
    BitSet matching(Query query) throws IOException {
        var found = new BitSet(ids.length);
        matches(query, (position, score) -> found.set(position));
        return found;
    }

    /** Their vectors, null where there is none. */
    float[] @Nullable [] vectors() throws IOException {
        var vectors = new float[ids.length] @Nullable [];
        perSegment((leaf, from, to) -> {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(Fields.VECTOR);
            if (values == null) {
                return;
            }
            KnnVectorValues.DocIndexIterator iterator = values.iterator();
            for (int i = from; i < to; i++) {
                int document = ids[i] - leaf.docBase;
                if (iterator.docID() < document) {
                    iterator.advance(document);
                }
                if (iterator.docID() == document) {
                    vectors[i] = values.vectorValue(iterator.index()).clone();
                }
            }
        });
        return vectors;
    }

    UUID[] memoryIds() throws IOException {
        var found = new UUID[ids.length];
        read(Fields.ID, Fields::id, found);
        return found;
    }

    Profile[] profiles() throws IOException {
        var found = new Profile[ids.length];
        read(Fields.PROFILE, ProfileCodec::decode, found);
        return found;
    }

    private <T> void read(String field, Function<BytesRef, T> decode, T[] into) throws IOException {
        perSegment((leaf, from, to) -> {
            BinaryDocValues values = leaf.reader().getBinaryDocValues(field);
            for (int i = from; i < to; i++) {
                if (values == null || !values.advanceExact(ids[i] - leaf.docBase)) {
                    throw new IllegalStateException("A document has no " + field + ".");
                }
                into[i] = decode.apply(values.binaryValue());
            }
        });
    }

    private void perSegment(SegmentWork work) throws IOException {
        int from = 0;
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            int limit = leaf.docBase + leaf.reader().maxDoc();
            int to = from;
            while (to < ids.length && ids[to] < limit) {
                to++;
            }
            if (to > from) {
                work.run(leaf, from, to);
            }
            from = to;
        }
    }

    /** Takes in a match. */
    @FunctionalInterface
    interface Visit {
        void match(int position, float score);
    }

    /** Work on the documents of one segment. */
    @FunctionalInterface
    private interface SegmentWork {
        void run(LeafReaderContext leaf, int from, int to) throws IOException;
    }
}
