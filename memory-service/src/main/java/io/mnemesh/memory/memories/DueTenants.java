package io.mnemesh.memory.memories;

import io.mnemesh.memory.background.WorkLeases;
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
 * nothing is lost with this. A tenant's work is done by one instance at a time; on the others it stays due, should that one
 * die. Thread-safe.
 */
public final class DueTenants {

    private final String work;
    private final TenantSessions sessions;
    private final TenantRepository tenants;
    private final WorkLeases leases;
    private final Set<TenantId> due = ConcurrentHashMap.newKeySet();
    private volatile boolean knowsEveryone;

    /** @param work names it, for all instances */
    public DueTenants(String work, TenantSessions sessions, TenantRepository tenants, WorkLeases leases) {
        this.work = work;
        this.sessions = sessions;
        this.tenants = tenants;
        this.leases = leases;
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
     * @param turn does a part of the work and tells whether more can be done at once; adds the tenant again if something
     *             has to be done later
     */
    public Uni<Void> run(Function<TenantId, Turn> turn) {
        return Multi.createFrom()
                .iterable(List.copyOf(due))
                .onItem()
                .transformToUniAndConcatenate(tenant -> run(tenant, turn.apply(tenant)))
                .collect()
                .last();
    }

    /** The work for one tenant, part by part. */
    public interface Turn {

        /** Does the next part. @return true if there is another one */
        Uni<Boolean> next();
    }

    private Uni<Void> run(TenantId tenant, Turn turn) {
        due.remove(tenant);
        String lease = work + ':' + tenant.value();
        return Uni.createFrom()
                .deferred(() -> part(tenant, turn, lease))
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> due.add(tenant))
                .onFailure()
                .call(() -> leases.release(lease));
    }

    /** @return true if there is another one */
    private Uni<Boolean> part(TenantId tenant, Turn turn, String lease) {
        return leases.take(lease).chain(mine -> {
            if (!mine) {
                due.add(tenant);
                return Uni.createFrom().item(false);
            }
            return turn.next().call(more -> more ? Uni.createFrom().voidItem() : leases.release(lease));
        });
    }
}
