package io.mnemesh.memory.search;

import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryMetrics;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.storage.EventLoops;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Searches by words and meaning: the vector of the question (by its words alone when that cannot be had in time), the
 * index, then the memories themselves from the record, so that nothing deleted or of another tenant is ever answered.
 */
@ApplicationScoped
public class SearchService {

    static final String NO_VECTOR =
            "The meaning of the question could not be computed in time; it was searched by its words only.";

    /** The index may know memories that were deleted a moment ago; this many more are asked for to make up for them. */
    private static final int SPARE = 5;

    private final QuestionVectors vectors;
    private final IndexService index;
    private final MemoryService memories;
    private final EventLoops loops;
    private final MemoryMetrics metrics;

    SearchService(
            QuestionVectors vectors,
            IndexService index,
            MemoryService memories,
            EventLoops loops,
            MemoryMetrics metrics) {
        this.vectors = vectors;
        this.index = index;
        this.memories = memories;
        this.loops = loops;
        this.metrics = metrics;
    }

    public Uni<SearchAnswer> search(TenantId tenant, Search search) {
        return loops.onContext(() -> {
            long start = System.nanoTime();
            return vectors.of(tenant, search.query())
                    .invoke(vector -> metrics.searched("embedding", since(start)))
                    .chain(vector -> search(tenant, search, vector, start));
        });
    }

    private Uni<SearchAnswer> search(TenantId tenant, Search search, Optional<float[]> vector, long start) {
        var query =
                new IndexQuery(tenant, search.query(), vector.orElse(null), search.filter(), search.limit() + SPARE);
        return index.search(query)
                .chain(found -> memories.byIds(
                                tenant,
                                found.hits().stream().map(IndexHits.Hit::id).toList())
                        .map(record -> answer(search, found, record, vector.isPresent(), start)));
    }

    private SearchAnswer answer(Search search, IndexHits found, Map<UUID, Memory> record, boolean hybrid, long start) {
        List<SearchAnswer.Hit> hits = found.hits().stream()
                .flatMap(hit -> hit(hit, record.get(hit.id())).stream())
                .limit(search.limit())
                .toList();
        Duration total = since(start);
        metrics.searched("lexical", found.lexical());
        metrics.searched("total", total);
        if (hybrid) {
            metrics.searched("semantic", found.semantic());
        } else {
            metrics.lexicalOnly();
        }
        return new SearchAnswer(
                hits,
                hybrid ? SearchAnswer.Mode.HYBRID : SearchAnswer.Mode.LEXICAL,
                Math.round(total.toNanos() / 10_000.0) / 100.0,
                hybrid ? null : NO_VECTOR);
    }

    private static Optional<SearchAnswer.Hit> hit(IndexHits.Hit hit, @Nullable Memory memory) {
        return Optional.ofNullable(memory)
                .map(found -> new SearchAnswer.Hit(found, hit.score(), hit.lexicalScore(), hit.semanticScore()));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
