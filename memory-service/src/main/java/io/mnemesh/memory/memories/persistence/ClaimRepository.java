package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.consolidation.wording.Opposition;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.ServingGeneration;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What memories claim, in PostgreSQL. Memories in slots, superseded and merged ones are left out: for them it is decided
 * which one holds. So are archived and expired ones. Every method joins the running tenant transaction.
 */
@ApplicationScoped
public class ClaimRepository {

    private static final String SAYS = "yes";
    private static final String DENIES = "no";

    private static final String UNDECIDED =
            "tenant = ?1 and claim is not null and slotSubject is null and supersededBy is null and mergedInto is null"
                    + " and archivedAt is null and (expiresAt is null or expiresAt > ?2)";

    private static final String DISPUTED = """
            select claim from (
                select claim from memory where tenant = ?1 and claim > ?3 and %s
                group by claim having count(distinct claim_value) > 1
                union
                select said from memory_contrary pair
                join memory one on one.tenant = pair.tenant and one.id = pair.one and one.version = pair.one_version
                join memory other on other.tenant = pair.tenant and other.id = pair.other
                    and other.version = pair.other_version
                where pair.tenant = ?1 and pair.said > ?3 and %s and %s) disputed
            order by claim limit ?4""".formatted(undecided("memory"), undecided("one"), undecided("other"));

    private static final String DENIED = """
            select distinct pair.said, memory.id from memory_contrary pair
            join memory on memory.tenant = pair.tenant
                and (memory.id = pair.one and memory.version = pair.one_version
                    or memory.id = pair.other and memory.version = pair.other_version)
            where pair.tenant = ?1 and pair.said in (?3) and %s""".formatted(undecided("memory"));

    private final Rows rows;
    private final ServingGeneration serving;
    private final Clock clock;

    ClaimRepository(Rows rows, ServingGeneration serving, Clock clock) {
        this.rows = rows;
        this.serving = serving;
        this.clock = clock;
    }

    /** As {@link #UNDECIDED}, of a row of the table by its name. */
    private static String undecided(String row) {
        return """
                %1$s.slot_subject is null and %1$s.superseded_by is null and %1$s.merged_into is null
                and %1$s.archived_at is null and (%1$s.expires_at is null or %1$s.expires_at > ?2)""".formatted(row);
    }

    /**
     * Claims after this one, in the order of their texts, of which memories give several values; after them, as
     * {@link Stated#isDenial} tells, what some say and others deny.
     */
    public Uni<List<String>> disputed(TenantId tenant, String after, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(DISPUTED, String.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, clock.instant())
                        .setParameter(3, after)
                        .setParameter(4, limit)
                        .getResultList());
    }

    /** The statements that make these claims, or say or deny this, latest happened first. */
    public Uni<List<Stated>> statements(TenantId tenant, List<String> disputed) {
        List<String> denials = disputed.stream().filter(Stated::isDenial).toList();
        List<String> values =
                disputed.stream().filter(key -> !Stated.isDenial(key)).toList();
        return claimed(tenant, values)
                .chain(claimed -> denied(tenant, denials)
                        .map(denied ->
                                Stream.concat(claimed.stream(), denied.stream()).toList()));
    }

    private Uni<List<Stated>> claimed(TenantId tenant, List<String> claims) {
        if (claims.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return rows.list(
                        UNDECIDED + " and claim in ?3 order by happenedAt desc, id desc",
                        tenant.value(),
                        clock.instant(),
                        claims)
                .chain(found ->
                        stated(tenant, found, row -> String.valueOf(row.claim), row -> String.valueOf(row.claimValue)));
    }

    private Uni<List<Stated>> denied(TenantId tenant, List<String> said) {
        if (said.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(DENIED, Object[].class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, clock.instant())
                        .setParameter(3, said)
                        .getResultList())
                .map(found -> found.stream().collect(Collectors.toMap(row -> (UUID) row[1], row -> (String) row[0])))
                .chain(saidById -> rows.list(
                                "tenant = ?1 and id in ?2 order by happenedAt desc, id desc",
                                tenant.value(),
                                List.copyOf(saidById.keySet()))
                        .chain(found -> stated(
                                tenant,
                                found,
                                row -> String.valueOf(saidById.get(row.id)),
                                row -> Opposition.side(row.content).denied() ? DENIES : SAYS)));
    }

    private Uni<List<Stated>> stated(
            TenantId tenant,
            List<MemoryEntity> found,
            Function<MemoryEntity, String> claim,
            Function<MemoryEntity, String> value) {
        return VectorRepository.of(
                        tenant.value(), found.stream().map(row -> row.id).toList(), serving.now())
                .map(vectors -> found.stream()
                        .map(row -> Stated.of(row, claim.apply(row), value.apply(row), vectors.get(row.id)))
                        .toList());
    }

    /**
     * A statement.
     *
     * @param claim  subject and attribute, or what is said or denied
     * @param value  what it says it is, or whether it says or denies it
     * @param memory the statement
     * @param vector its vector; null while there is none
     */
    public record Stated(String claim, String value, Memory memory, float @Nullable [] vector) {

        /** True if it is not the value of an attribute that is disputed, but whether something is so at all. */
        public static boolean isDenial(String claim) {
            return claim.startsWith(ContraryRepository.MARK);
        }

        private static Stated of(
                MemoryEntity row, String claim, String value, IndexedMemory.@Nullable Embedding embedding) {
            return new Stated(claim, value, row.toMemory(), embedding == null ? null : embedding.vector());
        }
    }
}
