package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.ServingGeneration;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What memories claim, in PostgreSQL. Memories in slots, superseded and merged ones are left out: for them it is decided
 * which one holds. So are archived and expired ones. Every method joins the running tenant transaction.
 */
@ApplicationScoped
public class ClaimRepository {

    private static final String UNDECIDED =
            "tenant = ?1 and claim is not null and slotSubject is null and supersededBy is null and mergedInto is null"
                    + " and archivedAt is null and (expiresAt is null or expiresAt > ?2)";

    private final Rows rows;
    private final ServingGeneration serving;
    private final Clock clock;

    ClaimRepository(Rows rows, ServingGeneration serving, Clock clock) {
        this.rows = rows;
        this.serving = serving;
        this.clock = clock;
    }

    /** Claims after this one, in the order of their texts, of which memories give several values. */
    public Uni<List<String>> disputed(TenantId tenant, String after, int limit) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "select claim from MemoryEntity where " + UNDECIDED + " and claim > ?3 group by claim"
                                        + " having count(distinct claimValue) > 1 order by claim",
                                String.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, clock.instant())
                        .setParameter(3, after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    /** The statements that make these claims, latest happened first. */
    public Uni<List<Stated>> statements(TenantId tenant, List<String> claims) {
        if (claims.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return rows.list(
                        UNDECIDED + " and claim in ?3 order by happenedAt desc, id desc",
                        tenant.value(),
                        clock.instant(),
                        claims)
                .chain(found -> VectorRepository.of(
                                tenant.value(),
                                found.stream().map(row -> row.id).toList(),
                                serving.now())
                        .map(vectors -> found.stream()
                                .map(row -> Stated.of(row, vectors.get(row.id)))
                                .toList()));
    }

    /**
     * A statement.
     *
     * @param claim  subject and attribute
     * @param value  what it says it is
     * @param memory the statement
     * @param vector its vector; null while there is none
     */
    public record Stated(String claim, String value, Memory memory, float @Nullable [] vector) {

        private static Stated of(MemoryEntity row, IndexedMemory.@Nullable Embedding embedding) {
            return new Stated(
                    String.valueOf(row.claim),
                    String.valueOf(row.claimValue),
                    row.toMemory(),
                    embedding == null ? null : embedding.vector());
        }
    }
}
