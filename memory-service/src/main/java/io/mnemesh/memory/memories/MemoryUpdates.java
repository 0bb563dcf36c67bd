package io.mnemesh.memory.memories;

import io.mnemesh.memory.memories.persistence.HistoryRepository;
import io.mnemesh.memory.memories.persistence.MemoryRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Changes memories and tells of their former versions. The version that is replaced, the new one and the event that tells
 * of it are one transaction; the new version is embedded anew and the old vector stands in until then.
 */
@ApplicationScoped
public class MemoryUpdates {

    private final TenantSessions sessions;
    private final MemoryRepository repository;
    private final HistoryRepository history;
    private final MemoryReads reads;
    private final Outbox outbox;
    private final MemoryEvents events;
    private final SlotChains chains;
    private final Clock clock;

    MemoryUpdates(
            TenantSessions sessions,
            MemoryRepository repository,
            HistoryRepository history,
            MemoryReads reads,
            Outbox outbox,
            MemoryEvents events,
            SlotChains chains,
            Clock clock) {
        this.sessions = sessions;
        this.repository = repository;
        this.history = history;
        this.reads = reads;
        this.outbox = outbox;
        this.events = events;
        this.chains = chains;
        this.clock = clock;
    }

    /**
     * Changes a memory. A change that leaves it as it is makes no version.
     *
     * @return fails with {@code not-found}, or with {@code precondition-failed} if it has not an expected version
     */
    public Uni<Memory> change(Identity caller, UUID id, Expected expected, MemoryChange change) {
        return inTurn(
                caller,
                id,
                expected,
                (transaction, current) -> replace(transaction, caller, current, change.of(current)));
    }

    /** Gives it the content of the version before, as a new version; {@code conflict} if there is none. */
    public Uni<Memory> undo(Identity caller, UUID id, Expected expected) {
        return inTurn(
                caller,
                id,
                expected,
                (transaction, current) -> history.before(caller.tenant(), id, current.version(), 1)
                        .chain(former -> former.isEmpty()
                                ? Uni.createFrom()
                                        .failure(new ProblemException(
                                                ProblemType.CONFLICT, "The memory has no version before this one."))
                                : replace(
                                        transaction,
                                        caller,
                                        current,
                                        NewMemory.of(former.getFirst().memory()))));
    }

    /** Its former versions below {@code before}, latest first; {@code not-found} if it does not exist. */
    public Uni<History> history(TenantId tenant, UUID id, int before, int limit) {
        return sessions.inTenant(
                tenant,
                transaction -> repository
                        .byId(tenant, id)
                        .map(found -> found.orElseThrow(MemoryService::missing))
                        .chain(found -> history.before(tenant, id, before, limit + 1))
                        .map(found -> History.of(found, limit)));
    }

    private Uni<Memory> inTurn(Identity caller, UUID id, Expected expected, Step step) {
        TenantId tenant = caller.tenant();
        return sessions.inTenant(
                        tenant,
                        transaction -> chains.lock(tenant, id)
                                .chain(() -> repository.lock(tenant, id))
                                .map(found -> found.orElseThrow(MemoryService::missing))
                                .invoke(expected::check)
                                .chain(current -> step.make(transaction, current)))
                .call(replaced -> replaced.changed()
                        ? after(tenant, replaced)
                        : Uni.createFrom().voidItem())
                .map(replaced -> replaced.after().memory());
    }

    private Uni<Replaced> replace(Statements transaction, Identity caller, Memory current, NewMemory wanted) {
        if (wanted.equals(NewMemory.of(current))) {
            return Uni.createFrom().item(new Replaced(current, Settled.alone(current)));
        }
        TenantId tenant = caller.tenant();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Memory next = next(current, wanted, now);
        return history.keep(tenant, current.id(), caller.subject(), now)
                .chain(() -> repository.replace(tenant, next))
                .chain(() -> outbox.append(transaction, List.of(events.updated(tenant, next))))
                .chain(() -> chains.changed(transaction, tenant, current, next))
                .map(settled -> new Replaced(current, settled));
    }

    private static Memory next(Memory current, NewMemory wanted, Instant now) {
        return new Memory(
                current.id(),
                wanted.type(),
                wanted.content(),
                wanted.context(),
                wanted.details(),
                wanted.importance(),
                wanted.occurredAt(),
                current.createdBy(),
                current.createdAt(),
                now,
                current.version() + 1,
                false,
                wanted.slot(),
                current.validTo(),
                current.supersededBy(),
                null,
                current.lifecycle());
    }

    private Uni<Void> after(TenantId tenant, Replaced replaced) {
        outbox.wake();
        Stream<Memory> changed = Stream.of(replaced.before(), replaced.after().memory());
        return reads.forget(
                tenant,
                Stream.concat(changed, replaced.after().moved().stream()).toList());
    }

    /** What is done with a locked memory. */
    private interface Step {
        Uni<Replaced> make(Statements transaction, Memory current);
    }

    /** A memory before and after a change; the same if there was nothing to change. */
    private record Replaced(Memory before, Settled after) {

        boolean changed() {
            return before.version() != after.memory().version();
        }
    }
}
