package io.mnemesh.memory.memories;

import io.mnemesh.memory.memories.persistence.MemoryRepository;
import io.mnemesh.memory.memories.persistence.SlotRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Facts that change: the values of a slot over time, and memories that supersede each other because somebody says so.
 * What is superseded stays and can be found by asking for it.
 */
@ApplicationScoped
public class Facts {

    private final TenantSessions sessions;
    private final MemoryRepository repository;
    private final SlotRepository slots;
    private final MemoryReads reads;
    private final Outbox outbox;
    private final MemoryEvents events;
    private final Clock clock;

    Facts(
            TenantSessions sessions,
            MemoryRepository repository,
            SlotRepository slots,
            MemoryReads reads,
            Outbox outbox,
            MemoryEvents events,
            Clock clock) {
        this.sessions = sessions;
        this.repository = repository;
        this.slots = slots;
        this.reads = reads;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The values of a slot.
     *
     * @param asOf    event time; now if null
     * @param knownAt record time: what was stored later is left out; null for all that is known
     */
    public Uni<FactHistory> history(
            TenantId tenant, Slot slot, @Nullable Instant asOf, @Nullable Instant knownAt, int limit) {
        Instant at = asOf == null ? clock.instant() : asOf;
        return sessions.inTenant(tenant, transaction -> slots.values(tenant, slot, knownAt, limit + 1))
                .map(found -> FactHistory.of(slot, found, at, limit));
    }

    /**
     * Notes that a memory holds in place of a former one that is in no slot; doing it again changes nothing.
     *
     * @return the former memory; fails with {@code not-found}, with {@code invalid-value} if it is in a slot, with {@code
     *     conflict} if something else supersedes it already, or if it would come to supersede itself
     */
    public Uni<Memory> supersede(TenantId tenant, UUID id, UUID former) {
        return inTurn(
                tenant,
                (transaction, newer, older) -> {
                    if (older.slot() != null) {
                        throw ProblemException.invalid(
                                "former", "The former memory is in a slot, whose next value supersedes it.");
                    }
                    if (newer.id().equals(older.supersededBy())) {
                        return Uni.createFrom().item(older);
                    }
                    if (older.supersededBy() != null) {
                        throw conflict("The former memory is superseded by another one already.");
                    }
                    return slots.leads(tenant, id, former)
                            .invoke(circular -> {
                                if (circular || id.equals(former)) {
                                    throw conflict("A memory cannot come to supersede itself.");
                                }
                            })
                            .chain(() -> slots.link(tenant, former, id, later(older, newer)))
                            .call(linked -> tell(transaction, tenant, linked));
                },
                id,
                former);
    }

    /** Takes that back; {@code not-found} if the one does not supersede the other by somebody's word. */
    public Uni<Memory> release(TenantId tenant, UUID id, UUID former) {
        return inTurn(
                tenant,
                (transaction, newer, older) -> {
                    if (older.slot() != null || !newer.id().equals(older.supersededBy())) {
                        throw ProblemException.notFound("The one memory does not supersede the other.");
                    }
                    return slots.link(tenant, former, null, null).call(linked -> tell(transaction, tenant, linked));
                },
                id,
                former);
    }

    private Uni<Memory> inTurn(TenantId tenant, Step step, UUID id, UUID former) {
        return sessions.inTenant(
                        tenant,
                        transaction -> slots.lockLinks(tenant)
                                .chain(() -> find(tenant, id))
                                .chain(newer ->
                                        find(tenant, former).chain(older -> step.make(transaction, newer, older))))
                .invoke(outbox::wake)
                .call(linked -> reads.forget(tenant, List.of(linked)));
    }

    private Uni<Memory> find(TenantId tenant, UUID id) {
        return repository.byId(tenant, id).map(found -> found.orElseThrow(MemoryService::missing));
    }

    private Uni<Void> tell(Statements transaction, TenantId tenant, Memory linked) {
        return outbox.append(transaction, List.of(events.updated(tenant, linked)));
    }

    private static Instant later(Memory one, Memory other) {
        return one.happenedAt().isAfter(other.happenedAt()) ? one.happenedAt() : other.happenedAt();
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }

    /** What is done with two memories. */
    private interface Step {
        Uni<Memory> make(Statements transaction, Memory newer, Memory older);
    }
}
