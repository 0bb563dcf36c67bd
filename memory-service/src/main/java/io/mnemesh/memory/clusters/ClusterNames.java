package io.mnemesh.memory.clusters;

import io.mnemesh.memory.clusters.grouping.KeyTerms;
import io.mnemesh.memory.clusters.grouping.Regrouping;
import io.mnemesh.memory.clusters.grouping.Words;
import io.mnemesh.memory.clusters.persistence.ClusterRepository;
import io.mnemesh.memory.clusters.persistence.StoredCluster;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.persistence.MemoryRepository;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores clusters with the words that name them, which are those of the latest members. A cluster is named anew when it is
 * counted anew, so that no word of a memory that is gone stays, and when it has grown by a quarter.
 */
@ApplicationScoped
class ClusterNames {

    private static final int TERMS = 6;

    /** Latest members whose words are counted. */
    private static final int READ = 32;

    private static final int KEPT_WORDS = 40;
    private static final double GROWTH = 1.25;

    private final ClusterRepository repository;
    private final MemoryRepository memories;
    private final Clock clock;

    ClusterNames(ClusterRepository repository, MemoryRepository memories, Clock clock) {
        this.repository = repository;
        this.memories = memories;
        this.clock = clock;
    }

    /**
     * A cluster that has changed.
     *
     * @param changed its new state
     * @param build   name of the build of the index its vectors are for
     * @param before  as it was; null if it is new
     * @param counted true if it was counted anew
     * @param latest  when the latest memory that came was stored; null if none came
     */
    record Next(
            Regrouping.Changed changed,
            String build,
            @Nullable StoredCluster before,
            boolean counted,
            @Nullable Instant latest) {}

    /** Stores it in the running transaction, after its members. */
    Uni<Void> put(TenantId tenant, Next next) {
        StoredCluster before = next.before();
        if (before != null
                && !next.counted()
                && next.changed().size() < GROWTH * before.namedSize()
                && next.changed().size() >= before.namedSize()) {
            return repository.put(tenant, next(next, before));
        }
        return repository
                .latest(tenant, next.changed().id(), READ)
                .chain(latest -> memories.byIds(tenant, latest))
                .chain(latest -> name(tenant, next, latest));
    }

    private static StoredCluster next(Next next, StoredCluster before) {
        Instant latest = next.latest();
        return new StoredCluster(
                before.id(),
                next.changed().size(),
                next.changed().sum(),
                next.build(),
                before.checkedSize(),
                before.namedSize(),
                before.terms(),
                before.words(),
                latest == null || latest.isBefore(before.latestAt()) ? before.latestAt() : latest,
                before.createdAt());
    }

    private Uni<Void> name(TenantId tenant, Next next, List<Memory> latest) {
        Map<String, Integer> words =
                Words.in(latest.stream().map(Memory::content).toList());
        Set<String> kept = KeyTerms.frequent(words, KEPT_WORDS);
        Map<String, Integer> own = new LinkedHashMap<>(words);
        own.keySet().retainAll(kept);
        long count = own.values().stream().mapToLong(Integer::longValue).sum();
        return repository
                .frequencies(tenant, kept)
                .chain(all -> repository.meanWords(tenant).chain(mean -> {
                    List<String> terms = KeyTerms.of(own, all, mean.isNaN() ? count : mean, TERMS);
                    return repository
                            .put(tenant, named(next, latest, terms, count))
                            .chain(() ->
                                    repository.putTerms(tenant, next.changed().id(), own));
                }));
    }

    private StoredCluster named(Next next, List<Memory> latest, List<String> terms, long words) {
        Regrouping.Changed changed = next.changed();
        StoredCluster before = next.before();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new StoredCluster(
                changed.id(),
                changed.size(),
                changed.sum(),
                next.build(),
                before == null || next.counted() ? changed.size() : before.checkedSize(),
                changed.size(),
                terms,
                words,
                latest.stream()
                        .map(Memory::createdAt)
                        .max(Comparator.naturalOrder())
                        .orElse(now),
                before == null ? now : before.createdAt());
    }
}
