package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The messages in PostgreSQL, as their senders and operators see them. Thread-safe. */
@ApplicationScoped
class MessageStore {

    /** The bound counts what is committed: senders at the same moment may go over it by as many as they are. */
    private static final String INSERT = """
            insert into relay_message (id, tenant, sender, grant_id, roles, scopes, idempotency_key, digest, service, method,
                path, payload, priority, ttl_seconds, expires_at)
            select $1::uuid, $2::text, $3::text, $4::uuid, $5::text[], $6::text[], $7::text, $8::bytea, $9::text, $10::text,
                $11::text, $12::bytea, $13::smallint, $14::bigint, now() + $14::bigint * interval '1 second'
            where (select count(*) from (select 1 from relay_message
                where tenant = $2::text and state in ('queued', 'delivering') limit $15::bigint) as pending) < $15::bigint
            on conflict do nothing
            returning\s""" + MessageRows.RECEIPT;

    private final QueuedConnections connections;

    MessageStore(QueuedConnections connections) {
        this.connections = connections;
    }

    /**
     * A message with the same key.
     *
     * @param digest of what it was
     */
    record Known(MessageReceipt receipt, byte[] digest) {}

    /**
     * Adds a message; it is durable when this completes.
     *
     * @param backlog most messages of a tenant that may be pending
     * @return null if the backlog is full, or if the sender has used the idempotency key
     */
    Uni<@Nullable MessageReceipt> insert(NewMessage message, int backlog) {
        byte[] payload = message.payload();
        Identity sender = message.sender();
        return connections
                .with(connection -> connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.tuple()
                                .addUUID(message.id())
                                .addString(sender.tenant().value())
                                .addString(sender.subject())
                                .addUUID(message.grant())
                                .addArrayOfString(sender.roles().toArray(String[]::new))
                                .addArrayOfString(sender.scopes().toArray(String[]::new))
                                .addString(message.idempotencyKey())
                                .addValue(Buffer.buffer(message.digest()))
                                .addString(message.target().service().key())
                                .addString(message.target().method())
                                .addString(message.target().path())
                                .addValue(payload == null ? null : Buffer.buffer(payload))
                                .addShort((short) message.priority().rank())
                                .addLong(message.timeToLive().toSeconds())
                                .addLong((long) backlog)))
                .map(rows -> first(rows, MessageRows::receipt));
    }

    /** The sender's message with this idempotency key, or null. */
    Uni<@Nullable Known> findByKey(Identity sender, String key) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select digest, " + MessageRows.RECEIPT + " from relay_message"
                                + " where tenant = $1 and sender = $2 and idempotency_key = $3")
                        .execute(Tuple.of(sender.tenant().value(), sender.subject(), key)))
                .map(rows -> first(
                        rows,
                        row -> new Known(
                                MessageRows.receipt(row),
                                row.getBuffer("digest").getBytes())));
    }

    /** The sender's message, or null. */
    Uni<@Nullable MessageReceipt> find(Identity sender, UUID id) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select " + MessageRows.RECEIPT + " from relay_message"
                                + " where tenant = $1 and sender = $2 and id = $3")
                        .execute(Tuple.of(sender.tenant().value(), sender.subject(), id)))
                .map(rows -> first(rows, MessageRows::receipt));
    }

    /** The sender's messages, latest first; of one state unless it is null. */
    Uni<List<MessageReceipt>> list(Identity sender, @Nullable MessageState state, PageRequest page) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select " + MessageRows.RECEIPT + " from relay_message where tenant = $1 and"
                                + " sender = $2 and ($3::text is null or state = $3)"
                                + " and ($4::uuid is null or id < $4) order by id desc limit $5")
                        .execute(Tuple.of(
                                sender.tenant().value(),
                                sender.subject(),
                                state == null ? null : state.key(),
                                page.afterId(),
                                page.fetched())))
                .map(rows -> all(rows, MessageRows::receipt));
    }

    /** Dead messages, latest first; of one tenant unless it is null. */
    Uni<List<DeadMessage>> dead(@Nullable TenantId tenant, PageRequest page) {
        return connections
                .with(connection -> connection
                        .preparedQuery("select tenant, sender, " + MessageRows.RECEIPT + " from relay_message where"
                                + " state = 'dead' and ($1::text is null or tenant = $1)"
                                + " and ($2::uuid is null or id < $2) order by id desc limit $3")
                        .execute(Tuple.of(tenant == null ? null : tenant.value(), page.afterId(), page.fetched())))
                .map(rows -> all(
                        rows,
                        row -> new DeadMessage(
                                new TenantId(row.getString("tenant")),
                                row.getString("sender"),
                                MessageRows.receipt(row))));
    }

    /** Queues a dead message anew, with its whole time; its tenant, or null if there is no such dead message. */
    Uni<@Nullable TenantId> revive(SqlClient transaction, UUID id) {
        return transaction
                .preparedQuery(
                        "update relay_message set state = 'queued', attempts = 0, due_at = now(), ended_at = null,"
                                + " expires_at = now() + ttl_seconds * interval '1 second'"
                                + " where id = $1 and state = 'dead' returning tenant")
                .execute(Tuple.of(id))
                .map(rows -> first(rows, row -> new TenantId(row.getString("tenant"))));
    }

    /** Removes a dead message; its tenant, or null if there is no such dead message. */
    Uni<@Nullable TenantId> removeDead(SqlClient transaction, UUID id) {
        return transaction
                .preparedQuery("delete from relay_message where id = $1 and state = 'dead' returning tenant")
                .execute(Tuple.of(id))
                .map(rows -> first(rows, row -> new TenantId(row.getString("tenant"))));
    }

    /** Removes a number of messages that ended longer ago than they are kept; how many. */
    Uni<Integer> removeEnded(Duration keep, Duration keepDead, int most) {
        return connections
                .with(connection -> connection
                        .preparedQuery("delete from relay_message where id in (select id from relay_message"
                                + " where ended_at < now() - case when state = 'dead' then $2::bigint else $1::bigint end"
                                + " * interval '1 second' limit $3)")
                        .execute(Tuple.of(keep.toSeconds(), keepDead.toSeconds(), most)))
                .map(RowSet::rowCount);
    }

    private static <T> @Nullable T first(RowSet<Row> rows, Function<Row, T> read) {
        for (Row row : rows) {
            return read.apply(row);
        }
        return null;
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        var found = new ArrayList<T>(rows.size());
        for (Row row : rows) {
            found.add(read.apply(row));
        }
        return found;
    }
}
