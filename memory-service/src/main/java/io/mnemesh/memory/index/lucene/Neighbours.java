package io.mnemesh.memory.index.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/**
 * The turns next to a turn, found in the sorted terms of each segment: one seek and a few steps per segment and
 * direction, however long the conversation is.
 */
final class Neighbours {

    /** Most steps past turns that were deleted or written anew. */
    private static final int MAX_STEPS = 64;

    private final List<Segment> segments = new ArrayList<>();

    /** @param field {@link Fields#TURN} for what follows, {@link Fields#TURN_BACK} for what comes before */
    Neighbours(IndexSearcher searcher, String field) throws IOException {
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            var terms = leaf.reader().terms(field);
            if (terms != null) {
                segments.add(new Segment(terms.iterator(), leaf.reader().getLiveDocs(), leaf.docBase));
            }
        }
    }

    /** Documents next to the turn with this key, nearest first. */
    List<Integer> of(BytesRef key, int count) throws IOException {
        var found = new ArrayList<Turn>();
        for (Segment segment : segments) {
            segment.collect(key, count, found);
        }
        return found.stream()
                .sorted(Comparator.comparing(Turn::key))
                .limit(count)
                .map(Turn::document)
                .toList();
    }

    private record Turn(BytesRef key, int document) {}

    /** The turns of one segment. */
    private record Segment(TermsEnum terms, Bits liveDocuments, int docBase) {

        void collect(BytesRef key, int count, List<Turn> into) throws IOException {
            TermsEnum.SeekStatus status = terms.seekCeil(key);
            if (status == TermsEnum.SeekStatus.END) {
                return;
            }
            BytesRef term = status == TermsEnum.SeekStatus.FOUND ? terms.next() : terms.term();
            int found = 0;
            for (int step = 0; step < MAX_STEPS && found < count; step++) {
                if (term == null || !TurnKey.sameThread(term, key)) {
                    return;
                }
                int document = live();
                if (document != PostingsEnum.NO_MORE_DOCS) {
                    into.add(new Turn(BytesRef.deepCopyOf(term), docBase + document));
                    found++;
                }
                term = terms.next();
            }
        }

        private int live() throws IOException {
            PostingsEnum documents = terms.postings(null, PostingsEnum.NONE);
            int document = documents.nextDoc();
            while (document != PostingsEnum.NO_MORE_DOCS && liveDocuments != null && !liveDocuments.get(document)) {
                document = documents.nextDoc();
            }
            return document;
        }
    }
}
