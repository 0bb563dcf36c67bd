package io.mnemesh.memory.memories;

import io.mnemesh.memory.memories.persistence.LifecycleRepository;
import io.mnemesh.memory.memories.persistence.MemoryRepository;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Pins, archives and lets memories expire. That makes no version of a memory; the change and the event that tells of it are
 * one transaction. A memory another one stands for has the lifecycle of that one and none of its own.
 */
@ApplicationScoped
public class Lifecycles {

    private final TenantSessions sessions;
    private final LifecycleRepository repository;
    private final MemoryRepository memories;
    private final MemoryReads reads;
    private final Outbox outbox;
    private final MemoryEvents events;
    private final Clock clock;

    Lifecycles(
            TenantSessions sessions,
            LifecycleRepository repository,
            MemoryRepository memories,
            MemoryReads reads,
            Outbox outbox,
            MemoryEvents events,
            Clock clock) {
        this.sessions = sessions;
        this.repository = repository;
        this.memories = memories;
        this.reads = reads;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Replaces the lifecycle of a memory; what was archived before stays archived since then.
     *
     * @return fails with {@code not-found}, or with {@code conflict} if another memory stands for it
     */
    public Uni<Memory> set(TenantId tenant, UUID id, Lifecycle.Draft draft) {
        Lifecycle asked = Keeping.change(draft, now());
        return change(
                tenant,
                id,
                current -> asked.archived() && current.archived() ? asked.archived(current.archivedAt()) : asked);
    }

    /** Leaves a memory out of lists and searches, or brings it back; fails as {@link #set}. */
    public Uni<Memory> archive(TenantId tenant, UUID id, boolean archived) {
        Instant now = now();
        return change(
                tenant,
                id,
                current -> current.archived() == archived ? current : current.archived(archived ? now : null));
    }

    private Uni<Memory> change(TenantId tenant, UUID id, UnaryOperator<Lifecycle> change) {
        return sessions.inTenant(
                        tenant,
                        transaction -> memories.lock(tenant, id)
                                .map(found -> found.orElseThrow(MemoryService::missing))
                                .invoke(Lifecycles::requireStanding)
                                .chain(found -> change(transaction, tenant, found, change.apply(found.lifecycle()))))
                .invoke(outbox::wake)
                .call(changed -> reads.forget(tenant, List.of(changed)));
    }

    /** Archives a memory unless it is gone, pinned, archived or another one stands for it. @return whether it did */
    public Uni<Boolean> retire(TenantId tenant, UUID id) {
        Instant now = now();
        return sessions.inTenant(
                        tenant,
                        transaction -> memories.lock(tenant, id)
                                .chain(found -> found.filter(Lifecycles::retirable)
                                        .map(memory -> change(
                                                        transaction,
                                                        tenant,
                                                        memory,
                                                        memory.lifecycle().archived(now))
                                                .map(Optional::of))
                                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))))
                .call(changed -> changed.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : reads.forget(tenant, List.of(changed.get())).invoke(outbox::wake))
                .map(Optional::isPresent);
    }

    private static boolean retirable(Memory memory) {
        return memory.mergedInto() == null
                && !memory.lifecycle().pinned()
                && !memory.lifecycle().archived();
    }

    private Uni<Memory> change(Statements transaction, TenantId tenant, Memory memory, Lifecycle next) {
        if (next.equals(memory.lifecycle())) {
            return Uni.createFrom().item(memory);
        }
        Memory changed = memory.with(next);
        return repository
                .set(tenant, memory.id(), next)
                .chain(() -> outbox.append(transaction, List.of(events.updated(tenant, changed))))
                .replaceWith(changed);
    }

    private static void requireStanding(Memory memory) {
        if (memory.mergedInto() != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Another memory stands for this one: change that one, or unmerge this one before.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
