package io.mnemesh.memory.clusters;

import io.mnemesh.memory.clusters.persistence.ClusterRepository;
import io.mnemesh.memory.clusters.persistence.StoredCluster;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.Page;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.Position;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Reads clusters and what is in them. */
@ApplicationScoped
public class Clusters {

    private static final int EXAMPLES = 3;
    private static final int NAME = 3;

    private final TenantSessions sessions;
    private final ClusterRepository repository;
    private final MemoryService memories;

    Clusters(TenantSessions sessions, ClusterRepository repository, MemoryService memories) {
        this.sessions = sessions;
        this.repository = repository;
        this.memories = memories;
    }

    /** The largest first. */
    public Uni<ClusterPage> list(TenantId tenant, int limit, ClusterPosition after) {
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .largest(tenant, limit + 1, after.size(), after.id())
                                .chain(found -> repository
                                        .examples(tenant, ids(found), EXAMPLES)
                                        .map(examples -> new Found(found, examples))))
                .chain(found -> described(tenant, found))
                .map(found -> page(found, limit));
    }

    /** One, or {@code not-found}. */
    public Uni<Cluster> get(TenantId tenant, UUID id) {
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .byIds(tenant, List.of(id))
                                .chain(found -> repository
                                        .examples(tenant, ids(found), EXAMPLES)
                                        .map(examples -> new Found(found, examples))))
                .chain(found -> described(tenant, found))
                .map(found -> found.stream().findFirst().orElseThrow(Clusters::missing));
    }

    /** Its memories, the latest stored first; {@code not-found} if there is no such cluster. */
    public Uni<Page> memories(TenantId tenant, UUID id, PageRequest page) {
        Position after = page.after();
        int most = page.limit() + 1;
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .byId(tenant, id)
                                .map(found -> found.orElseThrow(Clusters::missing))
                                .chain(found -> after == null
                                        ? repository.latest(tenant, id, most)
                                        : repository.before(tenant, id, after.id(), most)))
                .chain(ids -> known(tenant, ids).map(found -> page(found, ids.size() == most, id)));
    }

    /** The clusters of those of these memories that are in one. */
    public Uni<Map<UUID, UUID>> of(TenantId tenant, Collection<UUID> wanted) {
        return sessions.inTenant(tenant, transaction -> repository.of(tenant, wanted));
    }

    /** How far a tenant's memories are clustered. */
    public Uni<ClusterCounts> counts(TenantId tenant) {
        return sessions.inTenant(tenant, transaction -> repository.counts(tenant))
                .map(counts ->
                        new ClusterCounts(counts.clusters(), counts.clustered(), counts.alone(), counts.waiting()));
    }

    private static List<UUID> ids(List<StoredCluster> clusters) {
        return clusters.stream().map(StoredCluster::id).toList();
    }

    private Uni<List<Memory>> known(TenantId tenant, List<UUID> ids) {
        return memories.byIds(tenant, ids)
                .map(found -> ids.stream()
                        .filter(found::containsKey)
                        .map(memory -> Objects.requireNonNull(found.get(memory)))
                        .toList());
    }

    private Uni<List<Cluster>> described(TenantId tenant, Found found) {
        List<UUID> examples =
                found.examples().values().stream().flatMap(List::stream).toList();
        return memories.byIds(tenant, examples)
                .map(known -> found.clusters().stream()
                        .map(cluster -> describe(cluster, found, known))
                        .toList());
    }

    private static Cluster describe(StoredCluster cluster, Found found, Map<UUID, Memory> known) {
        List<String> terms = cluster.terms();
        return new Cluster(
                cluster.id(),
                String.join(", ", terms.subList(0, Math.min(NAME, terms.size()))),
                terms,
                cluster.size(),
                cluster.latestAt(),
                found.examples().getOrDefault(cluster.id(), List.of()).stream()
                        .filter(known::containsKey)
                        .map(memory -> Objects.requireNonNull(known.get(memory)))
                        .toList());
    }

    private static ClusterPage page(List<Cluster> found, int limit) {
        if (found.size() <= limit) {
            return new ClusterPage(found, null);
        }
        Cluster last = found.get(limit - 1);
        return new ClusterPage(found.subList(0, limit), new ClusterPosition(last.size(), last.id()).encode());
    }

    private static Page page(List<Memory> found, boolean more, UUID cluster) {
        if (!more || found.size() < 2) {
            return new Page(found, null);
        }
        List<Memory> items = found.subList(0, found.size() - 1);
        return new Page(items, Position.of(items.getLast()).encode(cluster.toString()));
    }

    private static ProblemException missing() {
        return ProblemException.notFound("There is no cluster with this id.");
    }

    /** Clusters with the ids of their examples. */
    private record Found(List<StoredCluster> clusters, Map<UUID, List<UUID>> examples) {}
}
