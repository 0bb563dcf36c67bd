package io.mnemesh.intelligence.errors.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.errors.ErrorGroup;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The error groups of a tenant. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class GroupStore {

    /** The group, also under the id of a group that was merged into it. */
    public Uni<@Nullable ErrorGroup> find(SqlConnection connection, UUID id) {
        return query(
                        connection,
                        "select " + Rows.GROUP + " from error_group where tenant = " + TENANT + " and id = coalesce("
                                + "(select group_id from error_group_alias where tenant = " + TENANT
                                + " and id = $1), $1)",
                        id)
                .map(rows -> TenantSql.first(rows, Rows::group));
    }

    /** Groups by their latest occurrence, newest first, after the given position. */
    public Uni<List<ErrorGroup>> page(SqlConnection connection, @Nullable Position after, int limit) {
        String sql = "select " + Rows.GROUP + " from error_group where tenant = " + TENANT;
        String order = " order by last_seen desc, id desc limit ";
        Uni<RowSet<Row>> rows = after == null
                ? query(connection, sql + order + "$1", limit)
                : query(
                        connection,
                        sql + " and (last_seen, id) < ($1, $2)" + order + "$3",
                        TenantSql.time(after.at()),
                        after.id(),
                        limit);
        return rows.map(found -> TenantSql.list(found, Rows::group));
    }

    /** A new group without occurrences. */
    public Uni<Void> create(SqlConnection connection, UUID id, String template, Instant at) {
        return query(
                        connection,
                        "insert into error_group (tenant, id, template, occurrences, first_seen, last_seen) values ("
                                + TENANT + ", $1, $2, 0, $3, $3)",
                        id,
                        template,
                        TenantSql.time(at))
                .replaceWithVoid();
    }

    /** Counts one more occurrence. Null if there is no such group, for example because it was merged just now. */
    public Uni<@Nullable ErrorGroup> count(SqlConnection connection, UUID id, Instant at) {
        return query(
                        connection,
                        "update error_group set occurrences = occurrences + 1, first_seen = least(first_seen, $2), "
                                + "last_seen = greatest(last_seen, $2) where tenant = " + TENANT
                                + " and id = $1 returning " + Rows.GROUP,
                        id,
                        TenantSql.time(at))
                .map(rows -> TenantSql.first(rows, Rows::group));
    }

    /** Brings a group in line with its occurrences after one was taken away. True if none is left and it is gone. */
    public Uni<Boolean> recount(SqlConnection connection, UUID id) {
        return query(
                        connection,
                        "update error_group g set occurrences = o.n, first_seen = coalesce(o.first, g.first_seen), "
                                + "last_seen = coalesce(o.last, g.last_seen) from (select count(*) n, "
                                + "min(occurred_at) first, max(occurred_at) last from error_occurrence where tenant = "
                                + TENANT + " and group_id = $1) o where g.tenant = " + TENANT
                                + " and g.id = $1 returning g.occurrences",
                        id)
                .flatMap(rows -> {
                    Long left = TenantSql.first(rows, row -> row.getLong(0));
                    if (left == null || left > 0) {
                        return Uni.createFrom().item(false);
                    }
                    return query(connection, "delete from error_group where tenant = " + TENANT + " and id = $1", id)
                            .replaceWith(true);
                });
    }

    /** Holds these groups until the transaction ends, so that nothing is counted in them meanwhile. */
    public Uni<Void> hold(SqlConnection connection, List<UUID> ids) {
        return query(
                        connection,
                        "select id from error_group where tenant = " + TENANT
                                + " and id = any($1) order by id for update",
                        (Object) ids.toArray(UUID[]::new))
                .replaceWithVoid();
    }

    /** Makes one group of several: occurrences, signatures and earlier ids go to {@code into}. */
    public Uni<Void> merge(SqlConnection connection, UUID into, List<UUID> others, String template, long version) {
        UUID[] ids = others.toArray(UUID[]::new);
        String from = " = any($2) and tenant = " + TENANT;
        return query(connection, "update error_occurrence set group_id = $1 where group_id" + from, into, ids)
                .flatMap(ignored -> query(
                        connection,
                        "update error_signature set group_id = $1, version = $3 where group_id" + from,
                        into,
                        ids,
                        version))
                .flatMap(ignored ->
                        query(connection, "update error_merge set into_id = $1 where into_id" + from, into, ids))
                .flatMap(ignored -> query(
                        connection, "update error_group_alias set group_id = $1 where group_id" + from, into, ids))
                .flatMap(ignored -> query(
                        connection,
                        "with gone as (delete from error_group where id = any($2) and tenant = " + TENANT
                                + " returning occurrences, first_seen, last_seen), total as (select sum(occurrences) n, "
                                + "min(first_seen) first, max(last_seen) last from gone) "
                                + "update error_group g set template = $3, occurrences = g.occurrences + total.n, "
                                + "first_seen = least(g.first_seen, total.first), "
                                + "last_seen = greatest(g.last_seen, total.last) from total where g.tenant = "
                                + TENANT + " and g.id = $1 and total.n is not null",
                        into,
                        ids,
                        template))
                .flatMap(ignored -> query(
                        connection,
                        "insert into error_group_alias (tenant, id, group_id) select " + TENANT
                                + ", old, $1 from unnest($2::uuid[]) old on conflict do nothing",
                        into,
                        ids))
                .replaceWithVoid();
    }

    /** Shows a group under a new template. */
    public Uni<Void> rename(SqlConnection connection, UUID id, String template) {
        return query(
                        connection,
                        "update error_group set template = $2 where tenant = " + TENANT + " and id = $1",
                        id,
                        template)
                .replaceWithVoid();
    }
}
