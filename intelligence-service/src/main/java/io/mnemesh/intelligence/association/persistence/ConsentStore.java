package io.mnemesh.intelligence.association.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which tenants and users take part, and who changed that. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class ConsentStore {

    private static final String LOCK = "(hashtext('mnemesh-associations'), hashtext(" + TENANT + "))";

    /**
     * What was said of the tenant.
     *
     * @param since when
     */
    public record Switch(boolean enabled, Instant since) {}

    /**
     * What is known of a user.
     *
     * @param since earlier ratings do not count; null if all do
     */
    public record Person(boolean takesPart, @Nullable Instant since) {}

    /**
     * A change of the switch.
     *
     * @param removed ratings that were deleted with it
     */
    public record Change(UUID id, boolean enabled, @Nullable String by, Instant at, long removed) {}

    /** Nobody changes what the tenant or a user agreed to until the transaction ends. */
    public Uni<Void> lockShared(SqlConnection connection) {
        return query(connection, "select pg_advisory_xact_lock_shared" + LOCK).replaceWithVoid();
    }

    /** Nobody learns until the transaction ends. */
    public Uni<Void> lockAlone(SqlConnection connection) {
        return query(connection, "select pg_advisory_xact_lock" + LOCK).replaceWithVoid();
    }

    /** Null if nothing was said. */
    public Uni<@Nullable Switch> tenant(SqlConnection connection) {
        return query(connection, "select enabled, since from association_switch where tenant = " + TENANT)
                .map(rows -> TenantSql.first(
                        rows, row -> new Switch(row.getBoolean("enabled"), TenantSql.time(row, "since"))));
    }

    public Uni<Void> put(SqlConnection connection, Change change) {
        return query(
                        connection,
                        "insert into association_switch (tenant, enabled, since) values (" + TENANT + ", $1, $2) "
                                + "on conflict (tenant) do update set enabled = excluded.enabled, since = excluded.since",
                        change.enabled(),
                        TenantSql.time(change.at()))
                .chain(() -> query(
                        connection,
                        "insert into association_change (tenant, id, enabled, changed_by, at, removed) values ("
                                + TENANT + ", $1, $2, $3, $4, $5)",
                        change.id(),
                        change.enabled(),
                        change.by(),
                        TenantSql.time(change.at()),
                        change.removed()))
                .replaceWithVoid();
    }

    /** Changes, the latest first. */
    public Uni<List<Change>> changes(SqlConnection connection, @Nullable Position after, int limit) {
        return query(
                        connection,
                        "select id, enabled, changed_by, at, removed from association_change where tenant = " + TENANT
                                + " and ($1::timestamptz is null or (at, id) < ($1, $2::uuid)) "
                                + "order by at desc, id desc limit $3",
                        after == null ? null : TenantSql.time(after.at()),
                        after == null ? null : after.id(),
                        limit)
                .map(rows -> TenantSql.list(rows, ConsentStore::change));
    }

    /** Null if nothing is known of them. */
    public Uni<@Nullable Person> person(SqlConnection connection, String person) {
        return query(
                        connection,
                        "select takes_part, since from association_person where tenant = " + TENANT
                                + " and person = $1",
                        person)
                .map(rows -> TenantSql.first(rows, ConsentStore::person));
    }

    /** Notes that a user has rated, if nothing is known of them. */
    public Uni<Void> known(SqlConnection connection, String person) {
        return query(
                        connection,
                        "insert into association_person (tenant, person, takes_part) values (" + TENANT
                                + ", $1, true) on conflict do nothing",
                        person)
                .replaceWithVoid();
    }

    public Uni<Void> decide(SqlConnection connection, String person, boolean takesPart, Instant at) {
        return query(
                        connection,
                        "insert into association_person (tenant, person, takes_part, since) values (" + TENANT
                                + ", $1, $2, $3) on conflict (tenant, person) do update "
                                + "set takes_part = excluded.takes_part, since = excluded.since",
                        person,
                        takesPart,
                        TenantSql.time(at))
                .replaceWithVoid();
    }

    /** Forgets who has rated; who wants no part is kept. */
    public Uni<Void> forgetPeople(SqlConnection connection) {
        return query(connection, "delete from association_person where tenant = " + TENANT + " and takes_part")
                .replaceWithVoid();
    }

    /** Forgets those of whom nothing is left. */
    public Uni<Void> forgetSilent(SqlConnection connection) {
        return query(
                        connection,
                        "delete from association_person silent where tenant = " + TENANT
                                + " and takes_part and since is null and not exists (select from association_rating rated "
                                + "where rated.tenant = silent.tenant and rated.person = silent.person)")
                .replaceWithVoid();
    }

    /** Forgets a user, also who they were where they changed the switch. @return rows that named them */
    public Uni<Long> forget(SqlConnection connection, String person) {
        return query(connection, "delete from association_person where tenant = " + TENANT + " and person = $1", person)
                .chain(known -> query(
                                connection,
                                "update association_change set changed_by = null where tenant = " + TENANT
                                        + " and changed_by = $1",
                                person)
                        .map(changes -> (long) known.rowCount() + changes.rowCount()));
    }

    private static Person person(Row row) {
        return new Person(
                row.getBoolean("takes_part"),
                row.getOffsetDateTime("since") == null ? null : TenantSql.time(row, "since"));
    }

    private static Change change(Row row) {
        return new Change(
                row.getUUID("id"),
                row.getBoolean("enabled"),
                row.getString("changed_by"),
                TenantSql.time(row, "at"),
                row.getLong("removed"));
    }
}
