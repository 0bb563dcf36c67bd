package io.mnemesh.memory.erasure.persistence;

import io.mnemesh.memory.erasure.ErasureAnswer;
import io.mnemesh.memory.erasure.ErasureStep;
import io.mnemesh.memory.erasure.ErasureTarget;
import io.mnemesh.memory.erasure.OpenErasure;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Erasures and who answered them. Every method joins the caller's transaction. */
@ApplicationScoped
public class ErasureRepository {

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private static final String COLUMNS = "tenant, id, user_name, user_digest, by_context, by_creator, step, memories,"
            + " parts, counts, requested_by, requested_at, asked_at, freed_at, finished_at, tombstone";

    private static final String CREATE = """
            insert into erasure (tenant, id, request, user_name, user_digest, by_context, by_creator, step, requested_by,
                requested_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict (tenant, request) where finished_at is null do nothing""";

    private static final String ADD = """
            insert into erasure_memory (tenant, erasure_id, memory_id) select $1, $2, unnest($3::uuid[])
            on conflict do nothing""";

    private static final String CLAIM = """
            update erasure_queue set lease_until = now() + $1 * interval '1 millisecond' where id = (
                select id from erasure_queue where finished_at is null and lease_until <= now()
                order by lease_until limit 1 for update skip locked)
            returning id, tenant""";

    private static final String ANSWER = """
            insert into erasure_answer (tenant, erasure_id, service, round, part, removed, answered_at)
            select $1::text, $2::uuid, $3::text, $4::integer, $5::integer, $6::text, $7::timestamptz where exists (select from erasure where tenant = $1 and id = $2)
            on conflict do nothing""";

    /** An erasure this instance may work on for a while. */
    public record Claim(UUID id, TenantId tenant) {}

    /** @return the id of this erasure, or of the open one that is about the same */
    public Uni<UUID> create(
            SqlConnection connection, TenantId tenant, UUID id, ErasureTarget target, String by, Instant at) {
        ErasureTarget.User user = target instanceof ErasureTarget.User named ? named : null;
        Tuple row = Tuple.tuple()
                .addString(tenant.value())
                .addUUID(id)
                .addValue(Buffer.buffer(target.digest()))
                .addString(user == null ? null : user.name())
                .addString(user == null ? null : ErasureTarget.digestOf(user.name()))
                .addBoolean(user != null && user.byContext())
                .addBoolean(user != null && user.byCreator())
                .addString(ErasureStep.COLLECT.key())
                .addString(by)
                .addOffsetDateTime(utc(at));
        return connection.preparedQuery(CREATE).execute(row).chain(made -> {
            if (made.rowCount() == 0) {
                return connection
                        .preparedQuery(
                                "select id from erasure where tenant = $1 and request = $2 and finished_at is null")
                        .execute(Tuple.tuple().addString(tenant.value()).addValue(Buffer.buffer(target.digest())))
                        .map(rows -> rows.iterator().next().getUUID(0));
            }
            Uni<Void> named = target instanceof ErasureTarget.Memories memories
                    ? add(connection, tenant, id, memories.ids()).replaceWithVoid()
                    : Uni.createFrom().voidItem();
            return named.chain(() -> connection
                            .preparedQuery("insert into erasure_queue (id, tenant) values ($1, $2)")
                            .execute(Tuple.of(id, tenant.value())))
                    .replaceWith(id);
        });
    }

    public Uni<Optional<OpenErasure>> find(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery("select " + COLUMNS + " from erasure where tenant = $1 and id = $2")
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> stream(rows).map(ErasureRepository::erasure).findFirst());
    }

    /** Latest first; only those of a user if its digest is given. */
    public Uni<List<OpenErasure>> page(
            SqlConnection connection, TenantId tenant, @Nullable String userDigest, @Nullable UUID after, int limit) {
        return connection
                .preparedQuery("select " + COLUMNS + " from erasure where tenant = $1 and id < $2"
                        + " and ($3::text is null or user_digest = $3) order by id desc limit $4")
                .execute(Tuple.tuple()
                        .addString(tenant.value())
                        .addUUID(after == null ? AFTER_ALL : after)
                        .addString(userDigest)
                        .addInteger(limit))
                .map(rows -> stream(rows).map(ErasureRepository::erasure).toList());
    }

    /** Erased memories in the order of their ids. */
    public Uni<List<UUID>> memories(
            SqlConnection connection, TenantId tenant, UUID id, @Nullable UUID after, int limit) {
        return connection
                .preparedQuery("select memory_id from erasure_memory where tenant = $1 and erasure_id = $2"
                        + " and memory_id > $3 order by memory_id limit $4")
                .execute(Tuple.of(tenant.value(), id, after == null ? BEFORE_ALL : after, limit))
                .map(ErasureRepository::ids);
    }

    /** All erased memories in the order of their ids. */
    public Uni<List<UUID>> memories(SqlConnection connection, TenantId tenant, UUID id) {
        return memories(connection, tenant, id, null, Integer.MAX_VALUE);
    }

    /** Memories the record still has to let go of. */
    public Uni<List<UUID>> undeleted(SqlConnection connection, TenantId tenant, UUID id, int limit) {
        return connection
                .preparedQuery("select memory_id from erasure_memory where tenant = $1 and erasure_id = $2"
                        + " and not deleted order by memory_id limit $3")
                .execute(Tuple.of(tenant.value(), id, limit))
                .map(ErasureRepository::ids);
    }

    public Uni<Void> deleted(SqlConnection connection, TenantId tenant, UUID id, Collection<UUID> memories) {
        return connection
                .preparedQuery("update erasure_memory set deleted = true where tenant = $1 and erasure_id = $2"
                        + " and memory_id = any($3)")
                .execute(Tuple.of(tenant.value(), id, memories.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    /** @return how many are new */
    public Uni<Integer> add(SqlConnection connection, TenantId tenant, UUID id, Collection<UUID> memories) {
        return memories.isEmpty()
                ? Uni.createFrom().item(0)
                : connection
                        .preparedQuery(ADD)
                        .execute(Tuple.of(tenant.value(), id, memories.toArray(UUID[]::new)))
                        .map(rows -> rows.rowCount());
    }

    /** Counts the erased memories and fixes how many parts a round has. */
    public Uni<Void> count(SqlConnection connection, TenantId tenant, UUID id, int perPart) {
        return connection
                .preparedQuery("""
                        update erasure set memories = found.number, parts = greatest(1, (found.number + $3 - 1) / $3)
                        from (select count(*) as number from erasure_memory where tenant = $1 and erasure_id = $2) found
                        where tenant = $1 and id = $2""")
                .execute(Tuple.of(tenant.value(), id, perPart))
                .replaceWithVoid();
    }

    /** @return false if the erasure is at another step meanwhile */
    public Uni<Boolean> move(SqlConnection connection, OpenErasure erasure, ErasureStep next) {
        return connection
                .preparedQuery("update erasure set step = $4 where tenant = $1 and id = $2 and step = $3")
                .execute(Tuple.of(
                        erasure.tenant().value(), erasure.id(), erasure.step().key(), next.key()))
                .chain(rows -> next == ErasureStep.DONE
                        ? connection
                                .preparedQuery("update erasure_queue set finished_at = now() where id = $1")
                                .execute(Tuple.of(erasure.id()))
                                .replaceWith(rows.rowCount() == 1)
                        : Uni.createFrom().item(rows.rowCount() == 1));
    }

    public Uni<Void> counts(SqlConnection connection, OpenErasure erasure, String counts) {
        return set(connection, erasure, "counts = $3", counts);
    }

    public Uni<Void> asked(SqlConnection connection, OpenErasure erasure, Instant at) {
        return set(connection, erasure, "asked_at = $3", utc(at));
    }

    public Uni<Void> freed(SqlConnection connection, OpenErasure erasure, Instant at) {
        return set(connection, erasure, "freed_at = $3", utc(at));
    }

    /** From now on every index has to be free of it. */
    public Uni<Void> indexDue(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("update erasure_queue set index_due = true where id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    public Uni<Void> forgetUser(SqlConnection connection, OpenErasure erasure) {
        return connection
                .preparedQuery("update erasure set user_name = null where tenant = $1 and id = $2")
                .execute(Tuple.of(erasure.tenant().value(), erasure.id()))
                .replaceWithVoid();
    }

    public Uni<Void> seal(SqlConnection connection, OpenErasure erasure, String signed, Instant at) {
        return set(connection, erasure, "tombstone = $3, finished_at = $4", signed, utc(at));
    }

    private static Uni<Void> set(SqlConnection connection, OpenErasure erasure, String change, Object... values) {
        Tuple row = Tuple.of(erasure.tenant().value(), erasure.id());
        for (Object value : values) {
            row.addValue(value);
        }
        return connection
                .preparedQuery("update erasure set " + change + " where tenant = $1 and id = $2")
                .execute(row)
                .replaceWithVoid();
    }

    /** @param removed counts as JSON */
    public Uni<Void> answer(SqlConnection connection, TenantId tenant, ErasureAcknowledged answer, String removed) {
        return connection
                .preparedQuery(ANSWER)
                .execute(Tuple.from(List.of(
                        tenant.value(),
                        answer.erasureId(),
                        answer.service(),
                        answer.round(),
                        answer.part(),
                        removed,
                        utc(answer.acknowledgedAt()))))
                .replaceWithVoid();
    }

    public Uni<List<ErasureAnswer>> answers(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery("select service, round, part, removed, answered_at from erasure_answer"
                        + " where tenant = $1 and erasure_id = $2 order by round, service, part")
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> stream(rows)
                        .map(row -> new ErasureAnswer(
                                row.getString(0),
                                row.getInteger(1),
                                row.getInteger(2),
                                row.getString(3),
                                row.getOffsetDateTime(4).toInstant()))
                        .toList());
    }

    /** Answers of a round no longer count: it is asked again. */
    public Uni<Void> discard(SqlConnection connection, TenantId tenant, UUID id, int round) {
        return connection
                .preparedQuery("delete from erasure_answer where tenant = $1 and erasure_id = $2 and round = $3")
                .execute(Tuple.of(tenant.value(), id, round))
                .replaceWithVoid();
    }

    /** Takes the open erasure that has waited longest. Runs outside of a tenant. */
    public Uni<Optional<Claim>> claim(SqlConnection connection, Duration lease) {
        return connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of((double) lease.toMillis()))
                .map(rows -> stream(rows)
                        .map(row -> new Claim(row.getUUID(0), new TenantId(row.getString(1))))
                        .findFirst());
    }

    /** Nobody else works on it for that time. Runs outside of a tenant. */
    public Uni<Void> lease(SqlConnection connection, UUID id, Duration time) {
        return connection
                .preparedQuery(
                        "update erasure_queue set lease_until = now() + $2 * interval '1 millisecond' where id = $1")
                .execute(Tuple.of(id, (double) time.toMillis()))
                .replaceWithVoid();
    }

    private static OpenErasure erasure(Row row) {
        return new OpenErasure(
                new TenantId(row.getString("tenant")),
                row.getUUID("id"),
                row.getString("user_name"),
                row.getString("user_digest"),
                row.getBoolean("by_context"),
                row.getBoolean("by_creator"),
                step(row.getString("step")),
                row.getLong("memories"),
                row.getInteger("parts"),
                row.getString("counts"),
                row.getString("requested_by"),
                row.getOffsetDateTime("requested_at").toInstant(),
                time(row, "asked_at"),
                time(row, "freed_at"),
                time(row, "finished_at"),
                row.getString("tombstone"));
    }

    private static ErasureStep step(String key) {
        for (ErasureStep step : ErasureStep.values()) {
            if (step.key().equals(key)) {
                return step;
            }
        }
        throw new IllegalStateException("The record has an erasure at an unknown step.");
    }

    private static @Nullable Instant time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        return stream(rows).map(row -> row.getUUID(0)).toList();
    }

    private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
