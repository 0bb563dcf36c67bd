package io.mnemesh.intelligence.decision.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Kinds of decisions, and which of them are to be learned. */
@ApplicationScoped
public class KindStore {

    private static final String COLUMNS = "kind, changes, learned, epoch, version";
    private static final String IN = " * interval '1 millisecond'";

    /**
     * How far learning of a kind has come.
     *
     * @param changes outcomes that came, changed or went
     * @param learned changes at the last learning
     * @param epoch   grows when decisions were removed
     * @param version of the latest model; 0 for none yet
     */
    public record Kind(String kind, long changes, long learned, long epoch, long version) {}

    /** A kind that is to be learned, named by its key. */
    public record Due(TenantId tenant, UUID key) {}

    /** Counts a change of a kind, and has it learned some time after. */
    public Uni<Void> changed(SqlConnection connection, String kind, boolean removed, Duration in) {
        UUID key = UUID.nameUUIDFromBytes(kind.getBytes(StandardCharsets.UTF_8));
        return query(
                        connection,
                        "insert into decision_kind (tenant, kind, kind_key, changes, learned, epoch, version) values ("
                                + TENANT + ", $1, $2, 1, 0, $3, 0) on conflict (tenant, kind) do update set "
                                + "changes = decision_kind.changes + 1, epoch = decision_kind.epoch + $3, "
                                + "learned = case when $3 = 0 then decision_kind.learned else 0 end",
                        kind,
                        key,
                        removed ? 1L : 0L)
                .chain(() -> query(
                        connection,
                        "insert into decision_pending (tenant, kind_key, due_at) values (" + TENANT + ", $1, now() + $2"
                                + IN + ") on conflict do nothing",
                        key,
                        (double) in.toMillis()))
                .replaceWithVoid();
    }

    /** Takes one due kind for a while, so that several instances share the work. Runs in a system transaction. */
    public Uni<@Nullable Due> take(SqlConnection connection, Duration lease) {
        return query(
                        connection,
                        "update decision_pending p set due_at = now() + $1" + IN
                                + " from (select tenant, kind_key from decision_pending where due_at <= now() order by"
                                + " due_at limit 1 for update skip locked) d where p.tenant = d.tenant and p.kind_key"
                                + " = d.kind_key returning p.tenant, p.kind_key",
                        (double) lease.toMillis())
                .map(rows -> TenantSql.first(
                        rows, row -> new Due(new TenantId(row.getString("tenant")), row.getUUID("kind_key"))));
    }

    /** A kind by its key. */
    public Uni<@Nullable Kind> find(SqlConnection connection, UUID key) {
        return query(
                        connection,
                        "select " + COLUMNS + " from decision_kind where tenant = " + TENANT + " and kind_key = $1",
                        key)
                .map(rows -> TenantSql.first(rows, KindStore::kind));
    }

    /** As {@link #find}; no other transaction changes it until this one ends. */
    public Uni<@Nullable Kind> lock(SqlConnection connection, UUID key) {
        return query(
                        connection,
                        "select " + COLUMNS + " from decision_kind where tenant = " + TENANT
                                + " and kind_key = $1 for update",
                        key)
                .map(rows -> TenantSql.first(rows, KindStore::kind));
    }

    /** Notes that it was learned up to a number of changes; it stays due if more came meanwhile. */
    public Uni<Void> learned(SqlConnection connection, UUID key, Kind learned, long version, Duration again) {
        return query(
                        connection,
                        "update decision_kind set learned = $2, version = $3 where tenant = " + TENANT
                                + " and kind_key = $1",
                        key,
                        learned.changes(),
                        version)
                .chain(() -> settle(connection, key, learned.changes(), again));
    }

    /**
     * Takes it off the list, or puts it off if something changed since. The kind is locked first, so that a change that is
     * not committed yet is waited for and seen.
     */
    public Uni<Void> settle(SqlConnection connection, UUID key, long changes, Duration again) {
        return lock(connection, key)
                .chain(() -> query(
                        connection,
                        "delete from decision_pending where tenant = " + TENANT + " and kind_key = $1 and not exists ("
                                + "select 1 from decision_kind where tenant = " + TENANT
                                + " and kind_key = $1 and changes <> $2)",
                        key,
                        changes))
                .chain(() -> query(
                        connection,
                        "update decision_pending set due_at = now() + $2" + IN + " where tenant = " + TENANT
                                + " and kind_key = $1",
                        key,
                        (double) again.toMillis()))
                .replaceWithVoid();
    }

    /** How many decisions of a kind there are, and how many of them have ended. */
    public Uni<Counts> counts(SqlConnection connection, String kind) {
        return query(
                        connection,
                        "select count(*) as made, count(outcome) as ended from decision where tenant = " + TENANT
                                + " and kind = $1",
                        kind)
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Counts(row.getLong("made"), row.getLong("ended"));
                });
    }

    /** How many there are. */
    public record Counts(long made, long ended) {}

    private static Kind kind(Row row) {
        return new Kind(
                row.getString("kind"),
                row.getLong("changes"),
                row.getLong("learned"),
                row.getLong("epoch"),
                row.getLong("version"));
    }
}
