package io.mnemesh.memory.current.persistence;

import io.mnemesh.memory.current.CurrentContext;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Current contexts in PostgreSQL. Every method joins the running tenant transaction. */
@ApplicationScoped
public class CurrentContextRepository {

    /** Stores it in place of the one of the same session. */
    public Uni<Void> put(TenantId tenant, String subject, CurrentContext context) {
        return Panache.getSession()
                .chain(session -> session.merge(CurrentContextEntity.of(tenant, subject, context))
                        .chain(session::flush));
    }

    /** The one of this session, or the one that was set last; empty if it has expired. */
    public Uni<Optional<CurrentContext>> latest(
            TenantId tenant, String subject, @Nullable String session, Instant now) {
        return Panache.getSession()
                .chain(open -> open.createQuery(
                                "from CurrentContextEntity where tenant = ?1 and subject = ?2 and (?3 = '' or session = ?3)"
                                        + " and expiresAt > ?4 order by setAt desc, session",
                                CurrentContextEntity.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, subject)
                        .setParameter(3, session == null ? "" : session)
                        .setParameter(4, now)
                        .setMaxResults(1)
                        .getResultList())
                .map(found -> found.stream().findFirst().map(CurrentContextEntity::toContext));
    }

    /** Forgets the one of this session, or all of the user. */
    public Uni<Void> remove(TenantId tenant, String subject, @Nullable String session) {
        return update(
                "delete from memory_current_context where tenant = ?1 and subject = ?2"
                        + " and (cast(?3 as text) = '' or session_id = ?3)",
                List.of(tenant.value(), subject, session == null ? "" : session));
    }

    /** Forgets what has expired. */
    public Uni<Void> forget(TenantId tenant, Instant now) {
        return update(
                "delete from memory_current_context where tenant = ?1 and expires_at <= ?2",
                List.of(tenant.value(), now));
    }

    private static Uni<Void> update(String sql, List<Object> parameters) {
        return Panache.getSession()
                .chain(session -> {
                    var query = session.createNativeQuery(sql);
                    for (int i = 0; i < parameters.size(); i++) {
                        query.setParameter(i + 1, parameters.get(i));
                    }
                    return query.executeUpdate();
                })
                .replaceWithVoid();
    }
}
