package io.mnemesh.intelligence.errors.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.intelligence.errors.mining.Signature;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The miner's state of a tenant: its signatures. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class MinerStore {

    /**
     * How far the state has come.
     *
     * @param version grows with every change
     * @param epoch   changes when signatures were removed, so that only reading all of them again will do
     * @param algorithm the oldest algorithm by which signatures that errors come with today may not be known
     */
    public record Revision(long version, long epoch, int algorithm) {

        /** True if errors are known by signatures of a former algorithm only. */
        public boolean isFormer() {
            return algorithm < ErrorText.ALGORITHM;
        }
    }

    /** An error that was grouped by a signature of a former algorithm; without memory if none is left. */
    public record Former(
            String key,
            @Nullable UUID memoryId,
            @Nullable UUID group,
            @Nullable String content) {}

    /** A signature, its group and the version it was last changed in. */
    public record Learnt(Signature signature, UUID group, long version) {}

    public Uni<Revision> revision(SqlConnection connection) {
        return query(connection, "select version, epoch, algorithm from error_miner where tenant = " + TENANT)
                .map(rows -> {
                    Revision found = TenantSql.first(rows, MinerStore::revision);
                    return found == null ? new Revision(0, 0, ErrorText.ALGORITHM) : found;
                });
    }

    /** Makes this transaction the only one of the tenant that changes signatures, until it ends. */
    public Uni<Revision> lock(SqlConnection connection) {
        return query(
                        connection,
                        "insert into error_miner (tenant, version, epoch, algorithm) values (" + TENANT
                                + ", 1, 1, $1) on conflict (tenant) do update set version = error_miner.version + 1 "
                                + "returning version, epoch, algorithm",
                        ErrorText.ALGORITHM)
                .map(rows -> revision(rows.iterator().next()));
    }

    private static Revision revision(Row row) {
        return new Revision(row.getLong(0), row.getLong(1), row.getInteger(2));
    }

    public Uni<List<Learnt>> changedAfter(SqlConnection connection, long version) {
        return query(
                        connection,
                        "select exact, tokens, group_id, version from error_signature where tenant = " + TENANT
                                + " and version > $1 order by version, key",
                        version)
                .map(rows -> TenantSql.list(
                        rows,
                        row -> new Learnt(
                                Signature.of(row.getBoolean("exact"), row.getString("tokens")),
                                row.getUUID("group_id"),
                                row.getLong("version"))));
    }

    /** The group of a signature. */
    public Uni<@Nullable UUID> groupOf(SqlConnection connection, String key) {
        return query(connection, "select group_id from error_signature where tenant = " + TENANT + " and key = $1", key)
                .map(rows -> TenantSql.first(rows, row -> row.getUUID(0)));
    }

    /** @param derived true for a generalisation that no occurrence has been grouped by yet */
    public Uni<Void> add(SqlConnection connection, Signature signature, UUID group, boolean derived, long version) {
        return query(
                        connection,
                        "insert into error_signature (tenant, key, exact, derived, tokens, group_id, version, algorithm) values ("
                                + TENANT + ", $1, $2, $3, $4, $5, $6, $7) on conflict (tenant, key) do update set "
                                + "group_id = excluded.group_id, version = excluded.version",
                        signature.key(),
                        signature.exact(),
                        derived,
                        signature.text(),
                        group,
                        version,
                        ErrorText.ALGORITHM)
                .replaceWithVoid();
    }

    /**
     * Adds a signature that errors of a group have by today's algorithm. Where errors of several groups have it, it leads
     * to the one with most of them.
     */
    public Uni<Void> alias(SqlConnection connection, Signature signature, UUID group, long version) {
        return query(
                        connection,
                        "insert into error_signature as s (tenant, key, exact, derived, tokens, group_id, version, "
                                + "algorithm) values (" + TENANT + ", $1, $2, false, $3, $4, $5, $6) "
                                + "on conflict (tenant, key) do update set group_id = excluded.group_id, "
                                + "version = excluded.version where s.algorithm = excluded.algorithm and "
                                + "(select occurrences from error_group g where g.tenant = s.tenant and g.id = "
                                + "excluded.group_id) > (select occurrences from error_group g where g.tenant = "
                                + "s.tenant and g.id = s.group_id)",
                        signature.key(),
                        signature.exact(),
                        signature.text(),
                        group,
                        version,
                        ErrorText.ALGORITHM)
                .replaceWithVoid();
    }

    /**
     * The next signatures of former algorithms after a key, in the order of keys, each with its latest errors.
     *
     * @param each most errors of a signature
     */
    public Uni<List<Former>> former(SqlConnection connection, String after, int signatures, int each) {
        return query(
                        connection,
                        "select s.key, o.memory_id, o.group_id, o.content from (select key from error_signature where "
                                + "tenant = " + TENANT + " and key > $1 and algorithm < $2 order by key limit $3) s "
                                + "left join lateral (select memory_id, group_id, content from error_occurrence where "
                                + "tenant = " + TENANT
                                + " and signature_key = s.key order by occurred_at desc limit $4) "
                                + "o on true order by s.key",
                        after,
                        ErrorText.ALGORITHM,
                        signatures,
                        each)
                .map(rows -> TenantSql.list(
                        rows,
                        row -> new Former(
                                row.getString("key"),
                                row.getUUID("memory_id"),
                                row.getUUID("group_id"),
                                row.getString("content"))));
    }

    /** Notes that errors are known by signatures of today's algorithm. */
    public Uni<Void> renewed(SqlConnection connection) {
        return query(connection, "update error_miner set algorithm = $1 where tenant = " + TENANT, ErrorText.ALGORITHM)
                .replaceWithVoid();
    }

    /** Removes a signature that no occurrence is grouped by any more, for it holds words of the one that was. */
    public Uni<Void> removeUnused(SqlConnection connection, String key) {
        return query(
                        connection,
                        "delete from error_signature where tenant = " + TENANT
                                + " and key = $1 and not derived and not "
                                + "exists (select 1 from error_occurrence where tenant = " + TENANT
                                + " and (signature_key = $1 or former_keys @> array[$1::text]))",
                        key)
                .flatMap(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : query(
                                        connection,
                                        "update error_merge set signature_keys = array_remove(signature_keys, $1::text) "
                                                + "where tenant = " + TENANT + " and signature_keys @> array[$1::text]",
                                        key)
                                .flatMap(ignored -> renewEpoch(connection)));
    }

    /** Tells the instances that signatures were removed. */
    public Uni<Void> renewEpoch(SqlConnection connection) {
        return query(connection, "update error_miner set epoch = version where tenant = " + TENANT)
                .replaceWithVoid();
    }
}
