package io.mnemesh.intelligence.errors.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.errors.mining.Signature;
import io.mnemesh.intelligence.errors.ranking.Vectors;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Groups joined because they mean the same, and how to part them again. Every method runs in the caller's tenant
 * transaction; those that change something need the tenant's miner locked.
 */
@ApplicationScoped
public class MergeStore {

    private static final String POINT = "select g.id, g.template, g.occurrences, g.compared, o.vector, o.model, exists "
            + "(select 1 from error_signature s where s.tenant = g.tenant and s.group_id = g.id and s.exact) as stack "
            + "from error_group g cross join lateral (select vector, model from error_occurrence where tenant = "
            + TENANT
            + " and group_id = g.id and model is not null order by occurred_at desc limit 1) o where g.tenant = "
            + TENANT;

    private static final String MERGE =
            "select id, into_id, from_id, similarity, merged_at from error_merge where tenant = " + TENANT
                    + " and undone_at is null ";

    /**
     * A group as it is compared with others.
     *
     * @param stack true if it is known by stack traces, whose frames say more than any likeness
     */
    public record Point(
            UUID group,
            String template,
            long occurrences,
            boolean compared,
            boolean stack,
            String model,
            float[] vector) {}

    /** That one group was joined to another. */
    public record Merge(UUID id, UUID into, UUID from, double similarity, Instant at) {}

    /** Two groups that were parted and stay so. */
    public record Parted(UUID one, UUID other) {}

    /** Whether there is a group with a vector that was not compared yet. */
    public Uni<Boolean> isAnyUncompared(SqlConnection connection) {
        return query(connection, POINT + " and not g.compared limit 1").map(rows -> rows.size() > 0);
    }

    /** Groups to be compared, the oldest first. */
    public Uni<List<Point>> uncompared(SqlConnection connection, int limit) {
        return query(connection, POINT + " and not g.compared order by g.id limit $1", limit)
                .map(rows -> TenantSql.list(rows, MergeStore::point));
    }

    /** The latest groups. */
    public Uni<List<Point>> latest(SqlConnection connection, int limit) {
        return query(connection, POINT + " order by g.last_seen desc, g.id desc limit $1", limit)
                .map(rows -> TenantSql.list(rows, MergeStore::point));
    }

    public Uni<Void> markCompared(SqlConnection connection, List<UUID> groups) {
        return query(
                        connection,
                        "update error_group set compared = true where tenant = " + TENANT + " and id = any($1)",
                        (Object) groups.toArray(UUID[]::new))
                .replaceWithVoid();
    }

    /** Pairs among these groups that were parted. */
    public Uni<List<Parted>> parted(SqlConnection connection, List<UUID> groups) {
        return query(
                        connection,
                        "select into_id, from_id from error_merge where tenant = " + TENANT
                                + " and undone_at is not null and into_id = any($1) and from_id = any($1)",
                        (Object) groups.toArray(UUID[]::new))
                .map(rows -> TenantSql.list(rows, row -> new Parted(row.getUUID(0), row.getUUID(1))));
    }

    /** Notes what is about to be merged, with the signatures that go over. */
    public Uni<Void> note(SqlConnection connection, Merge merge) {
        return query(
                        connection,
                        "insert into error_merge (tenant, id, into_id, from_id, signature_keys, similarity, merged_at) "
                                + "select " + TENANT
                                + ", $1, $2, $3, array(select key from error_signature where tenant = "
                                + TENANT + " and group_id = $3), $4, $5",
                        merge.id(),
                        merge.into(),
                        merge.from(),
                        merge.similarity(),
                        TenantSql.time(merge.at()))
                .replaceWithVoid();
    }

    /** A merge that stands. */
    public Uni<@Nullable Merge> find(SqlConnection connection, UUID id) {
        return query(connection, MERGE + "and id = $1", id).map(rows -> TenantSql.first(rows, MergeStore::merge));
    }

    /** Merges into a group that stand, the latest first. */
    public Uni<List<Merge>> into(SqlConnection connection, UUID group) {
        return query(connection, MERGE + "and into_id = $1 order by merged_at desc, id desc limit 100", group)
                .map(rows -> TenantSql.list(rows, MergeStore::merge));
    }

    /** What the errors said that went over with a merge; null if none of them is left. */
    public Uni<@Nullable String> template(SqlConnection connection, Merge merge) {
        return query(
                        connection,
                        "select s.exact, s.tokens from error_signature s join error_merge m on m.tenant = s.tenant and "
                                + "s.key = any(m.signature_keys) where m.tenant = " + TENANT
                                + " and m.id = $1 and s.group_id = m.into_id order by s.derived desc, s.version desc limit 1",
                        merge.id())
                .map(rows -> TenantSql.first(
                        rows,
                        row -> Signature.of(row.getBoolean(0), row.getString(1)).template()));
    }

    /** What errors of a group say by each of its signatures, the most general first. */
    public Uni<List<String>> templates(SqlConnection connection, UUID group) {
        return query(
                        connection,
                        "select exact, tokens from error_signature where tenant = " + TENANT
                                + " and group_id = $1 order by derived desc, version desc limit 200",
                        group)
                .map(rows -> TenantSql.list(
                        rows,
                        row -> Signature.of(row.getBoolean(0), row.getString(1)).template()));
    }

    /** Gives signatures and errors that went over with a merge back to the group they came from, which is there again. */
    public Uni<Void> part(SqlConnection connection, Merge merge, long version, Instant at) {
        String keys = "(select signature_keys from error_merge where tenant = " + TENANT + " and id = $1)";
        return query(
                        connection,
                        "delete from error_group_alias where tenant = " + TENANT + " and id = $1",
                        merge.from())
                .flatMap(ignored -> query(
                        connection,
                        "update error_signature set group_id = $2, version = $3 where tenant = " + TENANT
                                + " and group_id = $4 and array[key] <@ " + keys,
                        merge.id(),
                        merge.from(),
                        version,
                        merge.into()))
                .flatMap(ignored -> query(
                        connection,
                        "update error_occurrence set group_id = $2 where tenant = " + TENANT
                                + " and group_id = $3 and array[signature_key] <@ " + keys,
                        merge.id(),
                        merge.from(),
                        merge.into()))
                .flatMap(ignored -> query(
                        connection,
                        "update error_merge set undone_at = $2, signature_keys = '{}' where tenant = " + TENANT
                                + " and id = $1",
                        merge.id(),
                        TenantSql.time(at)))
                .replaceWithVoid();
    }

    private static Point point(Row row) {
        return new Point(
                row.getUUID("id"),
                row.getString("template"),
                row.getLong("occurrences"),
                row.getBoolean("compared"),
                row.getBoolean("stack"),
                row.getString("model"),
                Vectors.decode(row.getBuffer("vector").getBytes()));
    }

    private static Merge merge(Row row) {
        return new Merge(
                row.getUUID("id"),
                row.getUUID("into_id"),
                row.getUUID("from_id"),
                row.getDouble("similarity"),
                TenantSql.time(row, "merged_at"));
    }
}
