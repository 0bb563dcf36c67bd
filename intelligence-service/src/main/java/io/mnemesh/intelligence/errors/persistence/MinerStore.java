package io.mnemesh.intelligence.errors.persistence;

import static io.mnemesh.intelligence.errors.persistence.GroupStore.TENANT;
import static io.mnemesh.intelligence.errors.persistence.GroupStore.query;

import io.mnemesh.intelligence.errors.mining.Signature;
import io.smallrye.mutiny.Uni;
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
     */
    public record Revision(long version, long epoch) {}

    /** A signature, its group and the version it was last changed in. */
    public record Learnt(Signature signature, UUID group, long version) {}

    public Uni<Revision> revision(SqlConnection connection) {
        return query(connection, "select version, epoch from error_miner where tenant = " + TENANT)
                .map(rows -> {
                    Revision found = Rows.first(rows, row -> new Revision(row.getLong(0), row.getLong(1)));
                    return found == null ? new Revision(0, 0) : found;
                });
    }

    /** Makes this transaction the only one of the tenant that changes signatures, until it ends. */
    public Uni<Revision> lock(SqlConnection connection) {
        return query(
                        connection,
                        "insert into error_miner (tenant, version, epoch) values (" + TENANT
                                + ", 1, 1) on conflict (tenant) do update set version = error_miner.version + 1 "
                                + "returning version, epoch")
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new Revision(row.getLong(0), row.getLong(1));
                });
    }

    public Uni<List<Learnt>> changedAfter(SqlConnection connection, long version) {
        return query(
                        connection,
                        "select exact, tokens, group_id, version from error_signature where tenant = " + TENANT
                                + " and version > $1 order by version, key",
                        version)
                .map(rows -> Rows.list(
                        rows,
                        row -> new Learnt(
                                Signature.of(row.getBoolean("exact"), row.getString("tokens")),
                                row.getUUID("group_id"),
                                row.getLong("version"))));
    }

    /** The group of a signature. */
    public Uni<@Nullable UUID> groupOf(SqlConnection connection, String key) {
        return query(connection, "select group_id from error_signature where tenant = " + TENANT + " and key = $1", key)
                .map(rows -> Rows.first(rows, row -> row.getUUID(0)));
    }

    /** @param derived true for a generalisation that no occurrence has been grouped by yet */
    public Uni<Void> add(SqlConnection connection, Signature signature, UUID group, boolean derived, long version) {
        return query(
                        connection,
                        "insert into error_signature (tenant, key, exact, derived, tokens, group_id, version) values ("
                                + TENANT + ", $1, $2, $3, $4, $5, $6) on conflict (tenant, key) do update set "
                                + "group_id = excluded.group_id, version = excluded.version",
                        signature.key(),
                        signature.exact(),
                        derived,
                        signature.text(),
                        group,
                        version)
                .replaceWithVoid();
    }

    /** Removes a signature that no occurrence is grouped by any more, for it holds words of the one that was. */
    public Uni<Void> removeUnused(SqlConnection connection, String key) {
        return query(
                        connection,
                        "delete from error_signature where tenant = " + TENANT
                                + " and key = $1 and not derived and not "
                                + "exists (select 1 from error_occurrence where tenant = " + TENANT
                                + " and signature_key = $1)",
                        key)
                .flatMap(rows -> rows.rowCount() == 0 ? Uni.createFrom().voidItem() : renewEpoch(connection));
    }

    /** Tells the instances that signatures were removed. */
    public Uni<Void> renewEpoch(SqlConnection connection) {
        return query(connection, "update error_miner set epoch = version where tenant = " + TENANT)
                .replaceWithVoid();
    }
}
