package io.mnemesh.memory.search;

import io.mnemesh.memory.access.AccessLog;
import io.mnemesh.memory.current.Bias;
import io.mnemesh.memory.current.BiasStrengths;
import io.mnemesh.memory.current.CurrentContexts;
import io.mnemesh.memory.feedback.Feedback;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexPosition;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.index.ServingIndex;
import io.mnemesh.memory.index.ranking.PriorKind;
import io.mnemesh.memory.index.ranking.Priors;
import io.mnemesh.memory.index.ranking.Ranked;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryMetrics;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.search.QuestionVectors.Vectors;
import io.mnemesh.memory.storage.EventLoops;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Searches by words and meaning: the vector of the question (by its words alone when that cannot be had in time), the
 * index, then the memories themselves from the record, so that nothing deleted or of another tenant is ever answered.
 * What the index still knows and the record does not any more, or holds to be superseded, is made up for by what comes
 * after it.
 */
@ApplicationScoped
public class SearchService {

    static final String NO_VECTOR =
            "The meaning of the question could not be computed in time; it was searched by its words only.";

    static final String INCOMPLETE = "The index is being built from the record; not every memory can be found yet.";

    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Hits of a first page that count as shown. */
    private static final int SHOWN = 3;

    /** How many more are asked for where there is one page only, since some may be superseded. */
    private static final int DIVERSE_SPARE = 2;

    private final QuestionVectors vectors;
    private final ConfiguredPriors priors;
    private final Feedback feedback;
    private final CurrentContexts contexts;
    private final BiasStrengths strengths;
    private final IndexService index;
    private final MemoryService memories;
    private final AccessLog accesses;
    private final EventLoops loops;
    private final MemoryMetrics metrics;
    private final Clock clock;

    SearchService(
            QuestionVectors vectors,
            ConfiguredPriors priors,
            Feedback feedback,
            CurrentContexts contexts,
            BiasStrengths strengths,
            IndexService index,
            MemoryService memories,
            AccessLog accesses,
            EventLoops loops,
            MemoryMetrics metrics,
            Clock clock) {
        this.vectors = vectors;
        this.priors = priors;
        this.feedback = feedback;
        this.contexts = contexts;
        this.strengths = strengths;
        this.index = index;
        this.memories = memories;
        this.accesses = accesses;
        this.loops = loops;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Searches, biased towards what the caller is at if the search says so. */
    public Uni<SearchAnswer> search(Identity caller, Search search) {
        Bias bias = search.bias();
        return bias == null
                ? search(caller.tenant(), search)
                : contexts.resolve(caller, bias).chain(resolved -> search(caller.tenant(), search.biased(resolved)));
    }

    private Uni<SearchAnswer> search(TenantId tenant, Search search) {
        String token = search.cursor();
        SearchCursor cursor = token == null ? null : SearchCursor.decode(token, search);
        return loops.onContext(() -> {
            long start = System.nanoTime();
            ServingIndex at = index.serving();
            Uni<Optional<Vectors>> found = cursor != null && !cursor.hybrid()
                    ? Uni.createFrom().item(Optional.empty())
                    : vectors.of(at, tenant, search.query())
                            .invoke(vector -> metrics.searched("embedding", since(start)));
            return found.chain(vector -> {
                if (cursor != null && cursor.hybrid() && vector.isEmpty()) {
                    return Uni.createFrom().failure(notNow());
                }
                return query(tenant, search, vector.orElse(null), cursor).chain(query -> {
                    var page = new SearchPage(at, search, query, clock.instant(), start);
                    return fill(page).map(full -> answer(page, vector.isPresent()));
                });
            });
        });
    }

    private Uni<IndexQuery> query(
            TenantId tenant, Search search, @Nullable Vectors vectors, @Nullable SearchCursor cursor) {
        return biased(tenant, search.bias(), priors.priors().with(search.priors()))
                .chain(wanted -> wanted.factor(PriorKind.LEARNED) == 0
                        ? Uni.createFrom().item(wanted)
                        : feedback.weights(tenant).map(wanted::learned))
                .map(wanted -> query(tenant, search, wanted, vectors, cursor));
    }

    private Uni<Priors> biased(TenantId tenant, @Nullable Bias bias, Priors wanted) {
        return bias == null || wanted.biased(Map.of()).factor(PriorKind.BIAS) == 0
                ? Uni.createFrom().item(wanted)
                : strengths.of(tenant, bias).map(wanted::biased);
    }

    private IndexQuery query(
            TenantId tenant, Search search, Priors wanted, @Nullable Vectors vectors, @Nullable SearchCursor cursor) {
        Instant asked = search.askedAt();
        if (asked == null) {
            asked = clock.instant().truncatedTo(ChronoUnit.MICROS);
        }
        Instant asOf = search.validity().asOf();
        return new IndexQuery(
                tenant,
                search.query(),
                vectors == null ? null : vectors.whole(),
                vectors == null ? null : vectors.nameless(),
                asOf == null ? search.filter() : search.filter().by(asOf),
                wanted,
                cursor == null ? asked : cursor.askedAt(),
                cursor == null ? null : cursor.position(),
                search.limit(),
                search.diversity(),
                search.explain());
    }

    /** Asks the index until the page is full or there is no more. */
    private Uni<SearchPage> fill(SearchPage page) {
        return page.index
                .search(page.next())
                .chain(found -> memories.byIds(
                                page.tenant(),
                                found.hits().stream().map(IndexHits.Hit::id).toList())
                        .invoke(record -> page.add(found, record)))
                .chain(record -> page.full() ? Uni.createFrom().item(page) : fill(page));
    }

    private SearchAnswer answer(SearchPage page, boolean hybrid) {
        Duration total = since(page.start);
        metrics.searched("lexical", page.lexical);
        metrics.searched("total", total);
        if (hybrid) {
            metrics.searched("semantic", page.semantic);
        } else {
            metrics.lexicalOnly();
        }
        if (page.search.cursor() == null) {
            accesses.hits(
                    page.tenant(),
                    page.hits.stream()
                            .limit(SHOWN)
                            .map(hit -> hit.memory().id())
                            .toList());
        }
        IndexPosition last = page.last;
        return new SearchAnswer(
                page.hits,
                hybrid ? SearchAnswer.Mode.HYBRID : SearchAnswer.Mode.LEXICAL,
                Math.round(total.toNanos() / 10_000.0) / 100.0,
                page.more && last != null
                        ? new SearchCursor(page.query.askedAt(), hybrid, last).encode(page.search)
                        : null,
                places(page.search.bias()),
                notice(hybrid, page.index.complete()),
                page.search.explain() ? page.legs : null);
    }

    /** Why it was not searched as well as it could be; null if it was. */
    static @Nullable String notice(boolean hybrid, boolean complete) {
        if (hybrid) {
            return complete ? null : INCOMPLETE;
        }
        return complete ? NO_VECTOR : NO_VECTOR + " " + INCOMPLETE;
    }

    private static @Nullable Map<String, String> places(@Nullable Bias bias) {
        if (bias == null) {
            return null;
        }
        Map<String, String> places = new TreeMap<>();
        bias.place().forEach((key, value) -> places.put(key.key(), value));
        return places;
    }

    private static ProblemException notNow() {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "The page before was searched by meaning too, which is not possible at present; try again or start over.",
                Map.of(),
                RETRY,
                null);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** A page that is being filled. Belongs to one event loop. */
    private static final class SearchPage {

        private final ServingIndex index;
        private final Search search;
        private final IndexQuery query;
        private final Instant now;
        private final long start;
        private final List<SearchAnswer.Hit> hits = new ArrayList<>();
        private Map<String, List<IndexHits.LegCandidate>> legs = Map.of();
        private Duration lexical = Duration.ZERO;
        private Duration semantic = Duration.ZERO;
        private boolean more = true;
        private @Nullable IndexPosition last;

        SearchPage(ServingIndex index, Search search, IndexQuery query, Instant now, long start) {
            this.index = index;
            this.search = search;
            this.query = query;
            this.now = now;
            this.start = start;
            this.last = query.after();
        }

        TenantId tenant() {
            return query.tenant();
        }

        IndexQuery next() {
            return query.after(last, search.diversity() > 0 ? DIVERSE_SPARE * search.limit() : search.limit());
        }

        void add(IndexHits found, Map<UUID, Memory> record) {
            int taken = 0;
            for (IndexHits.Hit hit : found.hits()) {
                if (hits.size() == search.limit()) {
                    break;
                }
                Memory memory = record.get(hit.id());
                if (memory != null && search.validity().holds(memory, now)) {
                    hits.add(hit(memory, hit.ranked()));
                }
                last = hit.position();
                taken++;
            }
            more = search.diversity() == 0
                    && (found.more() || taken < found.hits().size());
            lexical = lexical.plus(found.lexical());
            semantic = semantic.plus(found.semantic());
            legs = legs.isEmpty() ? found.legs() : legs;
        }

        boolean full() {
            return !more || hits.size() >= search.limit();
        }

        private static SearchAnswer.Hit hit(Memory memory, Ranked ranked) {
            return new SearchAnswer.Hit(
                    memory, ranked.score(), ranked.lexical(), ranked.semantic(), ranked.breakdown());
        }
    }
}
