package io.mnemesh.memory.feedback.persistence;

import io.mnemesh.memory.feedback.Rating;
import io.mnemesh.memory.feedback.Votes;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Feedback in PostgreSQL. Every method joins the running tenant transaction. */
@ApplicationScoped
public class FeedbackRepository {

    /** Notes it in place of what the same user said before. */
    public Uni<Void> give(TenantId tenant, UUID memory, String givenBy, Rating rating, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                        insert into memory_feedback (tenant, memory_id, given_by, rating, given_at)
                        values (?1, ?2, ?3, ?4, ?5)
                        on conflict (tenant, memory_id, given_by) do update
                        set rating = excluded.rating, given_at = excluded.given_at""")
                        .setParameter(1, tenant.value())
                        .setParameter(2, memory)
                        .setParameter(3, givenBy)
                        .setParameter(4, rating.key())
                        .setParameter(5, now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Takes back what a user said, if anything. */
    public Uni<Void> withdraw(TenantId tenant, UUID memory, String givenBy) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from memory_feedback where tenant = ?1 and memory_id = ?2 and given_by = ?3")
                        .setParameter(1, tenant.value())
                        .setParameter(2, memory)
                        .setParameter(3, givenBy)
                        .executeUpdate())
                .replaceWithVoid();
    }

    public Uni<Votes> votes(TenantId tenant, UUID memory) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from FeedbackEntity where tenant = ?1 and memoryId = ?2", FeedbackEntity.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, memory)
                        .getResultList())
                .map(FeedbackRepository::count);
    }

    /** Of the memories with the latest feedback. */
    public Uni<Map<UUID, Votes>> latest(TenantId tenant, int limit) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from FeedbackEntity where tenant = ?1 order by givenAt desc", FeedbackEntity.class)
                        .setParameter(1, tenant.value())
                        .setMaxResults(limit)
                        .getResultList())
                .map(rows -> {
                    Map<UUID, List<FeedbackEntity>> byMemory = new HashMap<>();
                    rows.forEach(row -> byMemory.computeIfAbsent(row.memoryId, none -> new ArrayList<>())
                            .add(row));
                    Map<UUID, Votes> votes = new HashMap<>();
                    byMemory.forEach((memory, given) -> votes.put(memory, count(given)));
                    return votes;
                });
    }

    private static Votes count(List<FeedbackEntity> rows) {
        var counts = new EnumMap<Rating, Long>(Rating.class);
        for (FeedbackEntity row : rows) {
            counts.merge(row.rating(), 1L, Long::sum);
        }
        return new Votes(
                counts.getOrDefault(Rating.USEFUL, 0L),
                counts.getOrDefault(Rating.NOT_USEFUL, 0L),
                counts.getOrDefault(Rating.WRONG, 0L));
    }
}
