package io.mnemesh.memory.memories;

import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Tenants for whom some work in the background is due on this instance. What there is to do is in the record, so that
 * nothing is lost with this. Thread-safe.
 */
public final class DueTenants {

    private final TenantSessions sessions;
    private final TenantRepository tenants;
    private final Set<TenantId> due = ConcurrentHashMap.newKeySet();
    private volatile boolean knowsEveryone;

    public DueTenants(TenantSessions sessions, TenantRepository tenants) {
        this.sessions = sessions;
        this.tenants = tenants;
    }

    public void add(TenantId tenant) {
        due.add(tenant);
    }

    /** Adds every tenant there is. */
    public Uni<Void> addEveryone() {
        return sessions.inSystem(transaction -> tenants.all())
                .invoke(due::addAll)
                .replaceWithVoid();
    }

    /** Adds every tenant there is the first time it succeeds, for what a process that died had not come to. */
    public Uni<Void> addEveryoneOnce() {
        return knowsEveryone ? Uni.createFrom().voidItem() : addEveryone().invoke(() -> knowsEveryone = true);
    }

    /**
     * Works for those that are due, one after another. One for whom it fails stays due, and those after it.
     *
     * @param work adds the tenant again if something has to be done later
     */
    public Uni<Void> run(Function<TenantId, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(List.copyOf(due))
                .onItem()
                .transformToUniAndConcatenate(tenant -> run(tenant, work))
                .collect()
                .last();
    }

    private Uni<Void> run(TenantId tenant, Function<TenantId, Uni<Void>> work) {
        due.remove(tenant);
        return work.apply(tenant).onFailure().invoke(failure -> due.add(tenant));
    }
}
