package io.mnemesh.memory.index.weaviate;

import io.mnemesh.memory.index.Bands;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexHits.LegCandidate;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.Neighbour;
import io.mnemesh.memory.index.document.Cosines;
import io.mnemesh.memory.index.document.MemoryAnalyzer;
import io.mnemesh.memory.index.document.Micros;
import io.mnemesh.memory.index.ranking.Diversity;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.index.ranking.PriorKind;
import io.mnemesh.memory.index.ranking.Ranked;
import io.mnemesh.memory.index.ranking.Ranker;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.tenancy.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.lucene.util.VectorUtil;

/**
 * Questions, answered as by the index in process: the union of the best by words and the nearest by vector, each
 * restricted to the filter by Weaviate before it ranks, with the conversation neighbours of the best of each; all scored
 * by both legs and ranked here by {@link Ranker}. Both legs are asked at once.
 *
 * <p>A leg never brings in more than {@value #MOST} memories, the most Weaviate answers; pages end there.
 */
final class HybridSearch {

    /** Candidates of each leg whose neighbours become candidates. */
    private static final int NEAR = 30;

    private static final int MOST = 10_000;

    private final WeaviateClient client;
    private final Queries queries;
    private final Threads threads;
    private final MemoryAnalyzer analyzer;
    private final Fusion fusion;
    private final int candidates;

    HybridSearch(WeaviateClient client, Queries queries, MemoryAnalyzer analyzer, WeaviateSettings settings) {
        this.client = client;
        this.queries = queries;
        this.threads = new Threads(queries);
        this.analyzer = analyzer;
        this.fusion = settings.fusion();
        this.candidates = settings.candidates();
    }

    IndexHits search(IndexQuery question) throws IOException {
        var search = new OneSearch(question);
        Bands.Page page = question.diversity() > 0 ? search.diverse() : Bands.page(question, search);
        return new IndexHits(
                page.hits(),
                page.more(),
                Duration.ofNanos(search.lexicalNanos),
                Duration.ofNanos(search.semanticNanos),
                search.explained);
    }

    List<Neighbour> nearest(TenantId tenant, float[] vector, MemoryFilter filter, int limit) {
        String arguments = nearest(vector, Where.argument(filter), Math.min(limit, MOST));
        return queries.rows(tenant, arguments, Names.FLOATS + " _additional{id}").stream()
                .map(row -> new Neighbour(
                        StoredMemory.id(row),
                        VectorUtil.dotProduct(vector, Objects.requireNonNull(StoredMemory.vector(row)))))
                .toList();
    }

    private static String nearest(float[] vector, String where, int limit) {
        return "nearVector:{vector:" + Literals.vector(vector) + "}," + where + ",limit:" + limit;
    }

    /** The state of one question. */
    private final class OneSearch implements Bands.Source<Legs> {

        private final IndexQuery question;
        private final String filter;
        private final List<String> words;
        private final Set<UUID> seen = new HashSet<>();
        private final Map<String, List<LegCandidate>> explained = new LinkedHashMap<>();
        private Terms terms = new Terms(List.of(), new double[0], 0);
        private long lexicalNanos;
        private long semanticNanos;

        OneSearch(IndexQuery question) {
            this.question = question;
            this.filter = Where.filter(question.filter());
            this.words = analyzer.terms(question.text());
        }

        private int perLeg(int band) {
            return (int) Math.min((long) candidates << Math.min(band, Integer.SIZE), MOST);
        }

        @Override
        public boolean more(Legs legs, int band) {
            return perLeg(band) < MOST && legs.full(perLeg(band));
        }

        @Override
        public Legs legs(int band) {
            float[] vector = question.vector();
            CompletableFuture<List<Found>> semantic = vector == null
                    ? CompletableFuture.completedFuture(List.of())
                    : client.beside(() -> semantic(vector, band));
            long start = System.nanoTime();
            List<Found> lexical = words.isEmpty() ? List.of() : lexical(band);
            lexicalNanos += System.nanoTime() - start;
            try {
                return new Legs(lexical, semantic.join());
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }

        private List<Found> lexical(int band) {
            List<String> parts = band > 0 && !terms.terms().isEmpty()
                    ? new ArrayList<>()
                    : Terms.parts(queries, question.tenant(), words);
            boolean unweighted = !parts.isEmpty();
            parts.add(queries.get(
                    "lexical",
                    question.tenant(),
                    Terms.lookup(words) + "," + Where.argument(filter) + ",limit:" + perLeg(band),
                    Found.FIELDS));
            Queries.Answer answer = queries.ask(parts);
            if (unweighted) {
                terms = Terms.of(words, answer);
            }
            return answer.rows("lexical").stream().map(Found::of).toList();
        }

        private List<Found> semantic(float[] vector, int band) {
            long start = System.nanoTime();
            List<Found> found = queries
                    .rows(question.tenant(), nearest(vector, Where.argument(filter), perLeg(band)), Found.FIELDS)
                    .stream()
                    .map(Found::of)
                    .toList();
            semanticNanos += System.nanoTime() - start;
            return found;
        }

        @Override
        public void skip(Legs legs) {
            seen.addAll(legs.byId().keySet());
            seen.addAll(window(legs, new HashMap<>()).ids());
        }

        @Override
        public List<Ranked> rank(Legs legs) {
            return rank(evidence(legs));
        }

        private List<Ranked> rank(Evidence evidence) {
            long start = System.nanoTime();
            List<Ranked> ranked = Ranker.rank(
                    evidence.question(),
                    evidence.candidates(),
                    question.vector() == null ? Fusion.WORDS_ONLY : fusion,
                    question.priors());
            lexicalNanos += System.nanoTime() - start;
            return ranked;
        }

        private Evidence evidence(Legs legs) {
            var neighbours = new HashMap<UUID, Found>();
            Links window = window(legs, neighbours);
            if (question.explain() && seen.isEmpty()) {
                explain(legs, neighbours.keySet());
            }
            Map<UUID, Found> all = new TreeMap<>(neighbours);
            all.putAll(legs.byId());
            all.keySet().removeIf(id -> !seen.add(id));
            double best = legs.lexical().stream()
                    .mapToDouble(found -> terms.bm25(terms.count(found.words())))
                    .max()
                    .orElse(0);
            return new Evidence(question, terms, List.copyOf(all.values()), window, best);
        }

        Bands.Page diverse() {
            Evidence evidence = evidence(legs(0));
            List<Ranked> pickable = Bands.pickable(rank(evidence));
            Diversity.Likeness likeness = evidence.likeness(pickable);
            return Bands.diverse(question, pickable, likeness);
        }

        /** @param neighbours takes in what no leg found */
        private Links window(Legs legs, Map<UUID, Found> neighbours) {
            var links = new Links();
            if (question.priors().factor(PriorKind.WINDOW) == 0) {
                return links;
            }
            long start = System.nanoTime();
            List<Threads.Turn> turns = legs.first(NEAR).values().stream()
                    .filter(found -> found.profile().turn())
                    .map(HybridSearch::turn)
                    .toList();
            if (!turns.isEmpty()) {
                threads.follow(question.tenant(), turns, links);
                restrict(links, legs, neighbours);
            }
            lexicalNanos += System.nanoTime() - start;
            return links;
        }

        private void restrict(Links links, Legs legs, Map<UUID, Found> neighbours) {
            Set<UUID> passing = new HashSet<>(legs.byId().keySet());
            List<UUID> unknown =
                    links.ids().stream().filter(id -> !passing.contains(id)).toList();
            if (!unknown.isEmpty()) {
                String where = Where.argument(Where.all(List.of(Where.ids(unknown), filter)));
                queries.rows(question.tenant(), where + ",limit:" + unknown.size(), Found.FIELDS).stream()
                        .map(Found::of)
                        .forEach(found -> neighbours.put(found.id(), found));
                passing.addAll(neighbours.keySet());
            }
            links.retain(passing);
            neighbours.keySet().retainAll(links.ids());
        }

        private void explain(Legs legs, Set<UUID> window) {
            var cosines =
                    new Cosines(legs.semantic().stream().map(Found::vector).toArray(float[][]::new));
            explained.put(
                    "lexical",
                    legs.lexical().stream()
                            .map(found -> new LegCandidate(found.id(), terms.bm25(terms.count(found.words()))))
                            .toList());
            var semantic = new ArrayList<LegCandidate>();
            for (int i = 0; i < legs.semantic().size(); i++) {
                semantic.add(new LegCandidate(legs.semantic().get(i).id(), cosines.alone(i, question.vector())));
            }
            explained.put("semantic", semantic);
            explained.put(
                    "window",
                    window.stream().sorted().map(id -> new LegCandidate(id, 0)).toList());
        }
    }

    private static Threads.Turn turn(Found found) {
        String conversation = Objects.requireNonNull(found.profile().conversation());
        return new Threads.Turn(
                Threads.key(conversation, found.profile().session()),
                Micros.of(found.profile().happenedAt()),
                found.id());
    }
}
