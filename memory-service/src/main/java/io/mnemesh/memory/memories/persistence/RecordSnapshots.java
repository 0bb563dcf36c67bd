package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.SnapshotSource;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PostgreSQL as what an index is rebuilt from; each page is a transaction of its own. */
@ApplicationScoped
class RecordSnapshots implements SnapshotSource {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final TenantSessions sessions;
    private final TenantRepository tenants;
    private final Rows rows;

    RecordSnapshots(TenantSessions sessions, TenantRepository tenants, Rows rows) {
        this.sessions = sessions;
        this.tenants = tenants;
        this.rows = rows;
    }

    @Override
    public Uni<List<TenantId>> tenants() {
        return sessions.inSystem(transaction -> tenants.all());
    }

    @Override
    public Uni<List<IndexedMemory>> page(TenantId tenant, Generation generation, @Nullable UUID after, int limit) {
        return sessions.inTenant(
                tenant,
                transaction -> rows.find(
                                "tenant = :tenant and id > :after and mergedInto is null",
                                Sort.by("id"),
                                Map.of("tenant", tenant.value(), "after", after == null ? BEFORE_ALL : after))
                        .range(0, limit - 1)
                        .list()
                        .chain(page -> VectorRepository.of(
                                        tenant.value(),
                                        page.stream().map(row -> row.id).toList(),
                                        generation)
                                .map(vectors -> page.stream()
                                        .map(row -> indexed(tenant, row, vectors.get(row.id)))
                                        .toList())));
    }

    private static IndexedMemory indexed(
            TenantId tenant, MemoryEntity row, IndexedMemory.@Nullable Embedding embedding) {
        return new IndexedMemory(
                tenant,
                row.id,
                row.version,
                row.type,
                row.content,
                row.context(),
                row.importance,
                row.happenedAt,
                row.createdAt,
                embedding);
    }
}
