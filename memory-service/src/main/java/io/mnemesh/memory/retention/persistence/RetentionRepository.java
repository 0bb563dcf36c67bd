package io.mnemesh.memory.retention.persistence;

import io.mnemesh.memory.retention.RetentionPolicy;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Policies, and the memories they retire. A memory that stands for others is as old as the youngest of them and goes with
 * them; what is archived is deleted in its time, but not archived again. Every method joins the caller's tenant transaction.
 */
@ApplicationScoped
public class RetentionRepository {

    /** Type in the table of the policy for types without their own. */
    private static final String OTHERS = "";

    private static final String SET = """
            insert into retention_policy (tenant, type, max_age_seconds, max_count, action, updated_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (tenant, type) do update set max_age_seconds = excluded.max_age_seconds,
                max_count = excluded.max_count, action = excluded.action, updated_at = excluded.updated_at""";

    private static final String OF_POLICY = """
            m.tenant = $1 and m.merged_into is null and not m.pinned and ($4::boolean or m.archived_at is null)
            and case when $2 = '' then not exists (
                select from retention_policy p where p.tenant = $1 and p.type = m.type) else m.type = $2 end""";

    private static final String TOO_OLD = "select m.id from memory m where " + OF_POLICY + """
             and m.created_at < $3 and not exists (
                select from memory d where d.tenant = $1 and d.merged_into = m.id and d.created_at >= $3)
            order by m.created_at, m.id limit $5""";

    private static final String TOO_MANY = "select m.id from memory m where " + OF_POLICY
            + " order by m.created_at desc, m.id desc offset $3 limit $5";

    private static final String EXPIRED =
            "select id from memory where tenant = $1 and expires_at <= $2 order by expires_at, id limit $3";

    public Uni<List<RetentionPolicy>> all(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery("select type, max_age_seconds, max_count, action, updated_at"
                        + " from retention_policy where tenant = $1 order by type")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> stream(rows).map(RetentionRepository::policy).toList());
    }

    public Uni<Void> set(SqlConnection connection, TenantId tenant, RetentionPolicy policy) {
        Duration age = policy.maxAge();
        return connection
                .preparedQuery(SET)
                .execute(Tuple.tuple()
                        .addString(tenant.value())
                        .addString(key(policy.type()))
                        .addLong(age == null ? null : age.toSeconds())
                        .addLong(policy.maxCount())
                        .addString(policy.action().key())
                        .addOffsetDateTime(utc(policy.updatedAt())))
                .replaceWithVoid();
    }

    /** @return false if there was none */
    public Uni<Boolean> remove(SqlConnection connection, TenantId tenant, @Nullable String type) {
        return connection
                .preparedQuery("delete from retention_policy where tenant = $1 and type = $2")
                .execute(Tuple.of(tenant.value(), key(type)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Memories that were stored before that time, first stored first. */
    public Uni<List<UUID>> tooOld(
            SqlConnection connection, TenantId tenant, RetentionPolicy policy, Instant before, int limit) {
        return connection
                .preparedQuery(TOO_OLD)
                .execute(Tuple.of(tenant.value(), key(policy.type()), utc(before), deletes(policy), limit))
                .map(RetentionRepository::ids);
    }

    /** Memories beyond the latest so many. */
    public Uni<List<UUID>> tooMany(
            SqlConnection connection, TenantId tenant, RetentionPolicy policy, long most, int limit) {
        return connection
                .preparedQuery(TOO_MANY)
                .execute(Tuple.of(tenant.value(), key(policy.type()), most, deletes(policy), limit))
                .map(RetentionRepository::ids);
    }

    public Uni<List<UUID>> expired(SqlConnection connection, TenantId tenant, Instant now, int limit) {
        return connection
                .preparedQuery(EXPIRED)
                .execute(Tuple.of(tenant.value(), utc(now), limit))
                .map(RetentionRepository::ids);
    }

    private static boolean deletes(RetentionPolicy policy) {
        return policy.action() == RetentionPolicy.Action.DELETE;
    }

    private static String key(@Nullable String type) {
        return type == null ? OTHERS : type;
    }

    private static RetentionPolicy policy(Row row) {
        String type = row.getString(0);
        Long seconds = row.getLong(1);
        return new RetentionPolicy(
                type.equals(OTHERS) ? null : type,
                seconds == null ? null : Duration.ofSeconds(seconds),
                row.getLong(2),
                action(row.getString(3)),
                row.getOffsetDateTime(4).toInstant());
    }

    private static RetentionPolicy.Action action(String key) {
        for (RetentionPolicy.Action action : RetentionPolicy.Action.values()) {
            if (action.key().equals(key)) {
                return action;
            }
        }
        throw new IllegalStateException("The record has a retention policy with an unknown action.");
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        return stream(rows).map(row -> row.getUUID(0)).toList();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
