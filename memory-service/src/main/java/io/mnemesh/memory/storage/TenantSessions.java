package io.mnemesh.memory.storage;

import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/**
 * Transactions of Hibernate Reactive. A tenant transaction sets {@code mnemesh.tenant} for its duration, which the
 * row-level security policies compare with each row's tenant; outside of one no tenant's row can be seen.
 *
 * <p>May be called on any thread: off the event loop it takes a context of its own.
 */
@ApplicationScoped
public class TenantSessions {

    private static final String CONFINE = "select set_config('mnemesh.tenant', ?1, true)";

    private final EventLoops loops;

    TenantSessions(EventLoops loops) {
        this.loops = loops;
    }

    /** Runs {@code work} in a transaction confined to {@code tenant}. It may join others by the statements given. */
    public <T> Uni<T> inTenant(TenantId tenant, Function<Statements, Uni<T>> work) {
        return loops.onContext(() -> Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(CONFINE, String.class)
                        .setParameter(1, tenant.value())
                        .getSingleResult()
                        .chain(set -> work.apply(new SessionStatements(session))))));
    }

    /** Runs {@code work} in a transaction that sees only tables without row-level security. */
    public <T> Uni<T> inSystem(Function<Statements, Uni<T>> work) {
        return loops.onContext(() -> Panache.withTransaction(
                () -> Panache.getSession().chain(session -> work.apply(new SessionStatements(session)))));
    }
}
