package io.mnemesh.memory.storage;

import io.mnemesh.mesh.postgres.ConnectionQueue;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.FlushMode;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Transactions of Hibernate Reactive. Whoever changes an entity flushes: no statement looks through the entities of the
 * session for changes before it is sent, only the commit does. A tenant transaction sets {@code mnemesh.tenant} for its
 * duration, which the row-level security policies compare with each row's tenant; outside of one no tenant's row can be
 * seen.
 *
 * <p>Every transaction has a session of its own, also where several run side by side on one Vert.x context or one inside
 * another: a second one commits for itself and does not see what the first has not committed.
 *
 * <p>While the database is away they fail with {@code unavailable}. May be called on any thread: off the event loop it
 * takes a context of its own.
 */
@ApplicationScoped
public class TenantSessions {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String CONFINE = "select set_config('mnemesh.tenant', ?1, true)";

    private final EventLoops loops;
    private final ConnectionQueue connections;
    private final Duration timeout;

    TenantSessions(EventLoops loops, ConnectionQueue connections, DatabaseConfig config) {
        this.loops = loops;
        this.connections = connections;
        this.timeout = config.timeout();
    }

    /** Runs {@code work} in a transaction confined to {@code tenant}. It may join others by the statements given. */
    public <T> Uni<T> inTenant(TenantId tenant, Function<Statements, Uni<T>> work) {
        return bounded(session -> session.createNativeQuery(CONFINE)
                .setParameter(1, tenant.value())
                .executeUpdate()
                .chain(set -> work.apply(new SessionStatements(session))));
    }

    /** Runs {@code work} in a transaction that sees only tables without row-level security. */
    public <T> Uni<T> inSystem(Function<Statements, Uni<T>> work) {
        return bounded(session -> work.apply(new SessionStatements(session)));
    }

    /**
     * Every transaction has an end for its caller. It is not interrupted then, since a session that is interrupted keeps
     * its connection for good; but a caller that still waits for a connection leaves the queue.
     */
    private <T> Uni<T> bounded(Function<Mutiny.Session, Uni<T>> work) {
        var ticket = connections.ticket();
        return ticket.lease(() -> loops.alone(() -> Panache.withTransaction(() ->
                        Panache.getSession().chain(session -> work.apply(session.setFlushMode(FlushMode.COMMIT))))))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onTermination()
                .invoke(ticket::leave)
                .onFailure(failure -> !(failure instanceof ProblemException) && Failures.isTransient(failure))
                .transform(failure -> new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "The database is not available at present.",
                        Map.of(),
                        RETRY,
                        failure));
    }
}
