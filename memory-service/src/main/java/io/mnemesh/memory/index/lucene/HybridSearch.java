package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.Bands;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.document.MemoryAnalyzer;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.index.ranking.PriorKind;
import io.mnemesh.memory.index.ranking.Ranked;
import io.mnemesh.memory.index.ranking.Ranker;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.Query;

/**
 * One question against one point-in-time view of the index: the union of the best by words (BM25) and the nearest by
 * vector (HNSW, or exact where few memories pass the filter), each restricted to the filter before ranking, with the
 * conversation neighbours of the best of each leg; all of them scored by both legs and ranked by {@link Ranker}. Where a
 * page needs more, each leg is asked for twice as many ({@link Bands}).
 *
 * <p>Time is O(words · postings) with early termination plus O(log n) graph hops, {@code 2 · candidates} exact scores
 * and {@code 2 · NEAR · segments} seeks for neighbours.
 */
final class HybridSearch {

    /** Candidates of each leg whose neighbours become candidates. */
    private static final int NEAR = 30;

    private final MemoryAnalyzer analyzer;
    private final Fusion fusion;
    private final int candidates;

    /** @param candidates candidates of each leg in the first band */
    HybridSearch(MemoryAnalyzer analyzer, Fusion fusion, int candidates) {
        this.analyzer = analyzer;
        this.fusion = fusion;
        this.candidates = candidates;
    }

    IndexHits search(IndexReader reader, IndexQuery question) throws IOException {
        var search = new OneSearch(new TenantSearcher(reader, question.tenant()), question);
        Bands.Page page = question.diversity() > 0 ? search.diverse() : Bands.page(question, search);
        return new IndexHits(
                page.hits(),
                page.more(),
                Duration.ofNanos(search.lexicalNanos),
                Duration.ofNanos(search.semanticNanos),
                search.explained);
    }

    /** The state of one question. */
    private final class OneSearch implements Bands.Source<Legs> {

        private final TenantSearcher searcher;
        private final IndexQuery question;
        private final Query filter;
        private final Words words;
        private final Set<Integer> seen = new HashSet<>();
        private final Map<String, List<IndexHits.LegCandidate>> explained = new LinkedHashMap<>();
        private long lexicalNanos;
        private long semanticNanos;

        OneSearch(TenantSearcher searcher, IndexQuery question) {
            this.searcher = searcher;
            this.question = question;
            this.filter = Filters.of(question.tenant(), question.filter());
            this.words = new Words(question.tenant(), analyzer.terms(question.text()));
        }

        private int perLeg(int band) {
            long doubled = (long) candidates << Math.min(band, Integer.SIZE);
            return Math.toIntExact(Math.min(doubled, searcher.getIndexReader().maxDoc() + 1L));
        }

        @Override
        public boolean more(Legs legs, int band) {
            return legs.full(perLeg(band));
        }

        @Override
        public Legs legs(int band) throws IOException {
            long start = System.nanoTime();
            var lexical = words.best(searcher, filter, perLeg(band));
            long between = System.nanoTime();
            var semantic = Legs.nearest(searcher, question.vector(), filter, perLeg(band));
            lexicalNanos += between - start;
            semanticNanos += question.vector() == null ? 0 : System.nanoTime() - between;
            return new Legs(lexical, semantic);
        }

        /** What this band brings in that no band before it did. */
        private Documents fresh(Legs legs, Window window) {
            var documents = new Documents(
                    searcher,
                    IntStream.concat(legs.documents(), window.documents())
                            .filter(document -> !seen.contains(document)));
            IntStream.of(documents.ids()).forEach(seen::add);
            return documents;
        }

        @Override
        public void skip(Legs legs) throws IOException {
            fresh(legs, window(legs));
        }

        @Override
        public List<Ranked> rank(Legs legs) throws IOException {
            return rank(evidence(legs));
        }

        private Evidence evidence(Legs legs) throws IOException {
            Window window = window(legs);
            if (question.explain() && seen.isEmpty()) {
                explained.putAll(legs.explain(searcher, window));
            }
            long start = System.nanoTime();
            var evidence = new Evidence(searcher, question, words, fresh(legs, window), window, legs.bestBm25());
            lexicalNanos += System.nanoTime() - start;
            return evidence;
        }

        private List<Ranked> rank(Evidence evidence) throws IOException {
            long start = System.nanoTime();
            List<Ranked> ranked = Ranker.rank(
                    evidence.question(),
                    evidence.candidates(),
                    question.vector() == null ? Fusion.WORDS_ONLY : fusion,
                    question.priors());
            lexicalNanos += System.nanoTime() - start;
            return ranked;
        }

        Bands.Page diverse() throws IOException {
            Evidence evidence = evidence(legs(0));
            List<Ranked> pickable = Bands.pickable(rank(evidence));
            return Bands.diverse(question, pickable, evidence.likeness(pickable));
        }

        private Window window(Legs legs) throws IOException {
            if (question.priors().factor(PriorKind.WINDOW) == 0) {
                return Window.none();
            }
            return Window.around(searcher, question.tenant(), new Documents(searcher, legs.first(NEAR)), filter);
        }
    }
}
