package io.mnemesh.memory.memories;

import io.mnemesh.memory.memories.persistence.MemoryRepository;
import io.mnemesh.memory.memories.persistence.MergeRepository;
import io.mnemesh.memory.memories.persistence.MergeRepository.Said;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Memories that stand for others that say the same. Nothing of those is changed but that they are left out of lists,
 * searches and the index; taking them apart brings them back as they were. Each change and the event that tells of it are
 * one transaction.
 */
@ApplicationScoped
public class Merges {

    private final TenantSessions sessions;
    private final MergeRepository repository;
    private final MemoryRepository memories;
    private final MemoryReads reads;
    private final Outbox outbox;
    private final MemoryEvents events;
    private final Clock clock;

    Merges(
            TenantSessions sessions,
            MergeRepository repository,
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

    /** Memories that were not compared with others since they were stored or changed, first stored first. */
    public Uni<List<Vectored>> uncompared(TenantId tenant, int limit) {
        return sessions.inTenant(tenant, transaction -> repository.uncompared(tenant, limit));
    }

    /** Memories after this one that may be compared, first stored first. */
    public Uni<List<Vectored>> after(TenantId tenant, @Nullable UUID after, int limit) {
        return sessions.inTenant(tenant, transaction -> repository.after(tenant, after, limit));
    }

    /** What the record has of these memories. */
    public Uni<Compared> record(TenantId tenant, Collection<UUID> ids) {
        return sessions.inTenant(
                tenant,
                transaction -> memories.byIds(tenant, ids)
                        .chain(found -> repository
                                .keptApart(tenant, ids)
                                .chain(apart ->
                                        repository.said(tenant, ids).map(said -> new Compared(found, apart, said)))));
    }

    /**
     * Some memories as the record has them.
     *
     * @param keptApart those of them that stay as they are
     * @param said      what was said of that of which they say something
     */
    public record Compared(List<Memory> memories, Set<UUID> keptApart, List<Said> said) {}

    /**
     * Does these merges in their order, and notes which memories need not be compared again. A merge of which one part has
     * changed meanwhile is left out.
     *
     * @return those that were done
     */
    public Uni<List<Merge>> apply(TenantId tenant, List<Merge> merges, List<Memory> compared) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .lock(tenant)
                                .chain(() -> Multi.createFrom()
                                        .iterable(merges)
                                        .onItem()
                                        .transformToUniAndConcatenate(merge -> apply(transaction, tenant, merge, now))
                                        .collect()
                                        .asList())
                                .call(() -> repository.compared(tenant, compared)))
                .invoke(outbox::wake)
                .call(done -> reads.forgetTogether(
                        tenant,
                        done.stream().flatMap(one -> one.moved().stream()).toList()))
                .map(done -> done.stream()
                        .filter(one -> !one.moved().isEmpty())
                        .map(Done::merge)
                        .toList());
    }

    private Uni<Done> apply(Statements transaction, TenantId tenant, Merge merge, Instant now) {
        return repository
                .merge(tenant, merge, now)
                .call(moved -> outbox.append(
                        transaction,
                        moved.stream()
                                .<MeshEvent<?>>map(id -> events.consolidated(
                                        tenant, merge.survivor().id(), id, merge.similarity()))
                                .toList()))
                .map(moved -> new Done(merge, moved));
    }

    /** Those a memory stands for, first stored first; {@code not-found} if there is no such memory. */
    public Uni<List<Merged>> of(TenantId tenant, UUID survivor, @Nullable UUID after, int limit) {
        return sessions.inTenant(
                tenant,
                transaction -> memories.byId(tenant, survivor)
                        .map(found -> found.orElseThrow(MemoryService::missing))
                        .chain(() -> repository.mergedInto(tenant, survivor, after, limit)));
    }

    /**
     * Lets a memory stand for itself again, for good.
     *
     * @return the memory; fails with {@code not-found}, or with {@code conflict} if none stands for it
     */
    public Uni<Memory> unmerge(TenantId tenant, UUID id) {
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .release(tenant, id)
                                .chain(released -> memories.byId(tenant, id)
                                        .map(found -> found.orElseThrow(MemoryService::missing))
                                        .invoke(found -> check(released))
                                        .call(found ->
                                                outbox.append(transaction, List.of(events.updated(tenant, found))))))
                .invoke(outbox::wake)
                .call(apart -> reads.forget(tenant, List.of(apart)));
    }

    private static void check(boolean released) {
        if (!released) {
            throw new ProblemException(ProblemType.CONFLICT, "The memory is not merged into another one.");
        }
    }

    /** A memory is about to be deleted: what it stands for goes with it. */
    Uni<List<Memory>> deleting(Statements transaction, TenantId tenant, UUID survivor) {
        return repository
                .deleteMergedInto(tenant, survivor)
                .call(gone -> gone.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : outbox.append(transaction, deleted(tenant, gone)));
    }

    private List<MeshEvent<?>> deleted(TenantId tenant, List<Memory> gone) {
        var told = new ArrayList<MeshEvent<?>>();
        gone.forEach(memory -> told.add(events.deleted(tenant, memory)));
        return told;
    }

    /** A merge and the memories that are left out since. */
    private record Done(Merge merge, List<UUID> moved) {}
}
