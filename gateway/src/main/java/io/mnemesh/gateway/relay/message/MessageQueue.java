package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The messages in PostgreSQL, as the gateways that deliver them see them. A gateway claims messages for the time of a
 * lease. What it did not tell the end of by then is claimed again, with a higher fence, and what it tells afterwards is
 * ignored.
 *
 * <p>Claims follow one another over all gateways, so that each sees the turns the one before it took. The next message is
 * one of the tenant that has the fewest under way here; of those, the tenant whose turn was longest ago. Of a tenant's
 * messages it is the one whose waiting time × weight of its priority is greatest (accumulating priority, Kleinrock 1964):
 * urgent ones overtake, and any other one overtakes them after a time. Thread-safe.
 */
@ApplicationScoped
class MessageQueue {

    /** Any number that nothing else in the database locks. */
    private static final long CLAIMS = 0x6d6e_656d_7265_6c61L;

    private static final int MOST_EXPIRED = 500;

    private static final String EXPIRE = """
            update relay_message set state = 'expired', ended_at = now(), payload = null
            where id in (select id from relay_message where state = 'queued' and expires_at <= now()
                order by expires_at limit $1 for update skip locked)
            """;

    private static final String TAKE_BACK = """
            update relay_message set state = case when attempts >= $1 then 'dead' else 'queued' end,
                ended_at = case when attempts >= $1 then now() end, due_at = now(), lease_owner = null, lease_until = null,
                last_error = 'The gateway that was sending it did not tell the end.'
            where id in (select id from relay_message where state = 'delivering' and lease_until <= now()
                for update skip locked)
            """;

    private static final String CLAIM = """
            with recursive waiting (tenant) as (
                (select tenant from relay_message where state = 'queued' order by tenant limit 1)
                union all
                select (select tenant from relay_message where state = 'queued' and tenant > waiting.tenant
                    order by tenant limit 1)
                from waiting where waiting.tenant is not null
            ), busy as (
                select tenant, count(*) as messages from relay_message
                where state = 'delivering' and lease_owner = $1 group by tenant
            ), turns as (
                select waiting.tenant, coalesce(busy.messages, 0) as busy, relay_turn.served_at
                from waiting
                left join busy on busy.tenant = waiting.tenant
                left join relay_turn on relay_turn.tenant = waiting.tenant
                where waiting.tenant is not null and coalesce(busy.messages, 0) < $3
                    and exists (select 1 from (values (0), (1), (2)) as class (priority)
                        where exists (select 1 from relay_message as m where m.tenant = waiting.tenant
                            and m.priority = class.priority and m.state = 'queued' and m.due_at <= now()))
                order by busy, served_at nulls first, tenant limit $2
            ), heads as (
                select head.id, turns.tenant, turns.served_at,
                    turns.busy + row_number() over (partition by turns.tenant order by
                        extract(epoch from now() - head.due_at + interval '1 millisecond') * class.weight desc, head.id)
                        as place
                from turns
                cross join (values (0, 16), (1, 4), (2, 1)) as class (priority, weight)
                cross join lateral (select id, due_at from relay_message as m
                    where m.tenant = turns.tenant and m.priority = class.priority and m.state = 'queued'
                        and m.due_at <= now()
                    order by m.due_at limit least($2, $3)) as head
            ), next as (
                select id, row_number() over (order by place, served_at nulls first, tenant) as place
                from heads where place <= $3
                order by 2 limit $2
            ), free as (
                select m.id, next.place from relay_message as m join next on next.id = m.id
                where m.state = 'queued' for update of m skip locked
            )
            update relay_message as m set state = 'delivering', attempts = m.attempts + 1, fence = m.fence + 1,
                lease_owner = $1, lease_until = now() + $4::bigint * interval '1 millisecond'
            from free where m.id = free.id
            returning m.id, m.fence, m.tenant, m.sender, m.roles, m.scopes, m.grant_id, m.service, m.method, m.path,
                m.payload, m.priority, m.attempts, free.place
            """;

    private static final String TURN = """
            insert into relay_turn (tenant, served_at) select unnest($1::text[]), clock_timestamp()
            on conflict (tenant) do update set served_at = excluded.served_at
            """;

    private static final String END = """
            update relay_message set state = $3, status = coalesce($4, status), last_error = $5, ended_at = now(),
                payload = case when $3 = 'dead' then payload end, lease_owner = null, lease_until = null
            where id = $1 and fence = $2 and state = 'delivering'
            """;

    private static final String AGAIN = """
            update relay_message set state = 'queued', status = coalesce($3, status), last_error = $4,
                due_at = now() + $5::bigint * interval '1 millisecond', attempts = attempts - $6, lease_owner = null,
                lease_until = null
            where id = $1 and fence = $2 and state = 'delivering'
            """;

    private final TenantTransactions transactions;
    private final QueuedConnections connections;
    private final MessageConfig config;

    MessageQueue(TenantTransactions transactions, QueuedConnections connections, MessageConfig config) {
        this.transactions = transactions;
        this.connections = connections;
        this.config = config.validated();
    }

    /**
     * What a claim brought.
     *
     * @param messages first the one that is to be sent first
     * @param expired  messages whose time was found to be over
     * @param takenBack messages whose lease was found to be over
     */
    record Claim(List<ClaimedMessage> messages, int expired, int takenBack) {}

    /**
     * Claims messages that are due.
     *
     * @param owner the gateway that claims
     * @param most  how many it can send now
     */
    Uni<Claim> claim(UUID owner, int most) {
        return transactions.inSystem(transaction -> transaction
                .preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(CLAIMS))
                .chain(() -> transaction.preparedQuery(EXPIRE).execute(Tuple.of(MOST_EXPIRED)))
                .map(RowSet::rowCount)
                .chain(expired -> transaction
                        .preparedQuery(TAKE_BACK)
                        .execute(Tuple.of(config.attempts()))
                        .map(RowSet::rowCount)
                        .chain(takenBack ->
                                take(transaction, owner, most).map(taken -> new Claim(taken, expired, takenBack)))));
    }

    private Uni<List<ClaimedMessage>> take(SqlConnection transaction, UUID owner, int most) {
        if (most == 0) {
            return Uni.createFrom().item(List.of());
        }
        return transaction
                .preparedQuery(CLAIM)
                .execute(Tuple.of(
                        owner,
                        (long) most,
                        (long) config.atOncePerTenant(),
                        config.lease().toMillis()))
                .map(MessageQueue::claimed)
                .call(taken -> turns(transaction, taken));
    }

    private static Uni<Void> turns(SqlConnection transaction, List<ClaimedMessage> taken) {
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String[] tenants = taken.stream()
                .map(message -> message.sender().tenant().value())
                .distinct()
                .toArray(String[]::new);
        return transaction
                .preparedQuery(TURN)
                .execute(Tuple.tuple().addArrayOfString(tenants))
                .replaceWithVoid();
    }

    private static List<ClaimedMessage> claimed(RowSet<Row> rows) {
        var taken = new ArrayList<ClaimedMessage>(rows.size());
        for (Row row : rows) {
            Buffer payload = row.getBuffer("payload");
            taken.add(new ClaimedMessage(
                    row.getUUID("id"),
                    row.getLong("fence"),
                    new Identity(
                            new TenantId(row.getString("tenant")),
                            row.getString("sender"),
                            setOf(row.getArrayOfStrings("roles")),
                            setOf(row.getArrayOfStrings("scopes"))),
                    row.getUUID("grant_id"),
                    new Target(
                            Service.valueOf(row.getString("service").toUpperCase(Locale.ROOT)),
                            row.getString("method"),
                            row.getString("path")),
                    payload == null ? null : payload.getBytes(),
                    Priority.of(row.getInteger("priority")),
                    row.getInteger("attempts"),
                    row.getLong("place")));
        }
        taken.sort(Comparator.comparingLong(ClaimedMessage::place));
        return taken;
    }

    private static Set<String> setOf(String[] words) {
        return new HashSet<>(List.of(words));
    }

    /** Ends a message that its service took; false if this gateway has not its lease any more, and nothing was changed. */
    Uni<Boolean> delivered(ClaimedMessage message, int status) {
        return end(message, MessageState.DELIVERED, status, null);
    }

    /** Ends a message that is not tried any more; false as with {@link #delivered}. */
    Uni<Boolean> dead(ClaimedMessage message, @Nullable Integer status, String error) {
        return end(message, MessageState.DEAD, status, error);
    }

    private Uni<Boolean> end(
            ClaimedMessage message, MessageState state, @Nullable Integer status, @Nullable String error) {
        return change(
                END,
                Tuple.tuple()
                        .addUUID(message.id())
                        .addLong(message.fence())
                        .addString(state.key())
                        .addInteger(status)
                        .addString(error));
    }

    /** Queues a message again, for after a pause; false as with {@link #delivered}. */
    Uni<Boolean> again(ClaimedMessage message, Verdict.Again again, Duration pause) {
        return change(
                AGAIN,
                Tuple.tuple()
                        .addUUID(message.id())
                        .addLong(message.fence())
                        .addInteger(again.status())
                        .addString(again.error())
                        .addLong(pause.toMillis())
                        .addInteger(again.counted() ? 0 : 1));
    }

    private Uni<Boolean> change(String sql, Tuple values) {
        return connections
                .urgentlyWith(connection -> connection.preparedQuery(sql).execute(values))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Gives back what a gateway holds that stops; another one sends it, perhaps for the second time. */
    Uni<Integer> release(UUID owner) {
        return connections
                .with(connection -> connection
                        .preparedQuery("update relay_message set state = 'queued', due_at = now(),"
                                + " attempts = greatest(attempts - 1, 0), lease_owner = null, lease_until = null"
                                + " where state = 'delivering' and lease_owner = $1")
                        .execute(Tuple.of(owner)))
                .map(RowSet::rowCount);
    }
}
