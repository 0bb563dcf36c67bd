package io.mnemesh.gateway.sessions;

import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sessions in PostgreSQL. */
@ApplicationScoped
class SessionStore {

    private static final String COLUMNS = "s.id, s.grant_id, s.tenant, s.account, s.device, s.user_agent, s.address,"
            + " s.created_at, s.used_at, s.idle_ends_at, s.ends_at, s.ended_by";
    private static final String OPEN = "s.ended_at is null and s.idle_ends_at > $1 and s.ends_at > $1";

    private final QueuedConnections connections;

    SessionStore(QueuedConnections connections) {
        this.connections = connections;
    }

    /**
     * A session with what is known beside it.
     *
     * @param roles    of the account, now
     * @param disabled whether the account is out of use
     * @param current  whether the digest asked with is the latest of the session
     */
    record Known(Session session, List<String> roles, boolean disabled, boolean current) {}

    Uni<Void> insert(SqlClient transaction, Session session, byte[] digest) {
        return transaction
                .preparedQuery("insert into session (id, grant_id, tenant, account, refresh_digest, device, user_agent,"
                        + " address, created_at, used_at, idle_ends_at, ends_at)"
                        + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
                .execute(Tuple.tuple()
                        .addUUID(session.id())
                        .addUUID(session.grant())
                        .addString(session.tenant().value())
                        .addString(session.account())
                        .addValue(Buffer.buffer(digest))
                        .addString(session.device())
                        .addString(session.userAgent())
                        .addString(session.address())
                        .addOffsetDateTime(at(session.createdAt()))
                        .addOffsetDateTime(at(session.usedAt()))
                        .addOffsetDateTime(at(session.idleEndsAt()))
                        .addOffsetDateTime(at(session.endsAt())))
                .replaceWithVoid();
    }

    /** The session and its account, locked against other renewals; null if there is none. */
    Uni<@Nullable Known> lock(SqlClient transaction, UUID id, byte[] digest) {
        return transaction
                .preparedQuery("select " + COLUMNS + ", a.roles, a.disabled_at, s.refresh_digest = $2 as current"
                        + " from session s join account a on a.tenant = s.tenant and a.name = s.account"
                        + " where s.id = $1 for update of s")
                .execute(Tuple.of(id, Buffer.buffer(digest)))
                .map(rows -> {
                    for (Row row : rows) {
                        return new Known(
                                session(row),
                                List.of(row.getArrayOfStrings("roles")),
                                row.getOffsetDateTime("disabled_at") != null,
                                row.getBoolean("current"));
                    }
                    return null;
                });
    }

    /** Stores a renewal: the digest of the next refresh token, and when and from where. */
    Uni<Void> renew(SqlClient transaction, Session session, byte[] digest) {
        return transaction
                .preparedQuery("update session set refresh_digest = $2, used_at = $3, idle_ends_at = $4, address = $5,"
                        + " user_agent = $6 where id = $1")
                .execute(Tuple.of(
                        session.id(),
                        Buffer.buffer(digest),
                        at(session.usedAt()),
                        at(session.idleEndsAt()),
                        session.address(),
                        session.userAgent()))
                .replaceWithVoid();
    }

    /** The session a token was made from, or null. */
    Uni<@Nullable Session> findByGrant(UUID grant) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select " + COLUMNS + " from session s where s.grant_id = $1")
                        .execute(Tuple.of(grant)))
                .map(rows -> {
                    List<Session> found = sessions(rows);
                    return found.isEmpty() ? null : found.getFirst();
                });
    }

    /** Sessions of an account that are not over. */
    Uni<List<Session>> open(TenantId tenant, String account, Instant now, @Nullable UUID after, PageRequest page) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select " + COLUMNS + " from session s where " + OPEN
                                + " and s.tenant = $2 and s.account = $3 and ($4::uuid is null or s.id > $4)"
                                + " order by s.id limit $5")
                        .execute(Tuple.of(at(now), tenant.value(), account, after, page.fetched())))
                .map(SessionStore::sessions);
    }

    /** Ends one session of an account. @return its grants; empty if there is none that is not ended */
    Uni<List<UUID>> end(
            SqlClient transaction, TenantId tenant, String account, UUID id, EndReason reason, Instant now) {
        return transaction
                .preparedQuery("update session set ended_at = $5, ended_by = $4"
                        + " where tenant = $1 and account = $2 and id = $3 and ended_at is null returning grant_id")
                .execute(Tuple.of(tenant.value(), account, id, reason.key(), at(now)))
                .map(SessionStore::grants);
    }

    /** Ends all sessions of an account. @return their grants */
    Uni<List<UUID>> endAll(SqlClient transaction, TenantId tenant, String account, EndReason reason, Instant now) {
        return transaction
                .preparedQuery("update session set ended_at = $4, ended_by = $3"
                        + " where tenant = $1 and account = $2 and ended_at is null returning grant_id")
                .execute(Tuple.of(tenant.value(), account, reason.key(), at(now)))
                .map(SessionStore::grants);
    }

    /** Ends the sessions of an account beyond the most, those longest not renewed. @return their grants */
    Uni<List<UUID>> displace(SqlClient transaction, TenantId tenant, String account, int most, Instant now) {
        return transaction
                .preparedQuery("update session set ended_at = $1, ended_by = 'displaced' where id in"
                        + " (select s.id from session s where " + OPEN + " and s.tenant = $2 and s.account = $3"
                        + " order by s.used_at desc, s.id desc offset $4) returning grant_id")
                .execute(Tuple.of(at(now), tenant.value(), account, most))
                .map(SessionStore::grants);
    }

    /** Deletes sessions that were over before this time. */
    Uni<Void> forget(Instant before) {
        return connections
                .with(connection -> connection
                        .preparedQuery("delete from session where least(idle_ends_at, ended_at) < $1")
                        .execute(Tuple.of(at(before))))
                .replaceWithVoid();
    }

    private static List<UUID> grants(RowSet<Row> rows) {
        var grants = new ArrayList<UUID>(rows.size());
        for (Row row : rows) {
            grants.add(row.getUUID("grant_id"));
        }
        return grants;
    }

    private static List<Session> sessions(RowSet<Row> rows) {
        var sessions = new ArrayList<Session>(rows.size());
        for (Row row : rows) {
            sessions.add(session(row));
        }
        return sessions;
    }

    private static Session session(Row row) {
        String endedBy = row.getString("ended_by");
        return new Session(
                row.getUUID("id"),
                row.getUUID("grant_id"),
                new TenantId(row.getString("tenant")),
                row.getString("account"),
                row.getString("device"),
                row.getString("user_agent"),
                row.getString("address"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("used_at").toInstant(),
                row.getOffsetDateTime("idle_ends_at").toInstant(),
                row.getOffsetDateTime("ends_at").toInstant(),
                endedBy == null ? null : EndReason.of(endedBy));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
