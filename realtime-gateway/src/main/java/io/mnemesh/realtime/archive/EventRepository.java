package io.mnemesh.realtime.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The table of events. */
@ApplicationScoped
class EventRepository {

    private static final String INSERT = """
            INSERT INTO event (tenant, id, type, subject, time, data)
            VALUES ($1, $2, $3, $4, $5, ($6::text)::jsonb)
            ON CONFLICT (tenant, id) DO NOTHING""";

    private static final String KNOW_TENANT = "INSERT INTO archive_tenant (tenant) VALUES ($1) ON CONFLICT DO NOTHING";

    private static final String DELETE = """
            DELETE FROM event WHERE tenant = $1 AND id IN (
                SELECT id FROM event WHERE tenant = $1 AND time < $2 ORDER BY time LIMIT $3 FOR UPDATE SKIP LOCKED)""";

    private final TenantTransactions transactions;
    private final ObjectMapper json;
    private final Set<TenantId> known = ConcurrentHashMap.newKeySet();

    EventRepository(TenantTransactions transactions, ObjectMapper json) {
        this.transactions = transactions;
        this.json = json.copy().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }

    /** @return false if it was there */
    Uni<Boolean> add(MeshEvent<?> event) {
        Tuple row = Tuple.from(List.of(
                event.tenant().value(),
                event.id(),
                event.type().name(),
                event.subject(),
                event.time().atOffset(ZoneOffset.UTC),
                write(event.data())));
        return transactions
                .inTenant(
                        event.tenant(),
                        connection -> know(connection, event.tenant())
                                .chain(() -> connection.preparedQuery(INSERT).execute(row))
                                .map(rows -> rows.rowCount() > 0))
                .invoke(() -> known.add(event.tenant()));
    }

    Uni<List<ArchivedEvent>> find(TenantId tenant, EventQuery query) {
        var sql = new StringBuilder("SELECT id, type, subject, time, data::text AS data FROM event WHERE tenant = $1");
        var values = new ArrayList<Object>();
        values.add(tenant.value());
        if (!query.types().isEmpty()) {
            values.add(query.types().toArray(String[]::new));
            sql.append(" AND type = ANY($").append(values.size()).append(')');
        }
        bound(sql, values, ">=", query.from());
        bound(sql, values, "<", query.to());
        EventCursor after = query.after();
        if (after != null) {
            values.add(after.time().atOffset(ZoneOffset.UTC));
            values.add(after.id());
            sql.append(" AND (time, id) ")
                    .append(query.descending() ? '<' : '>')
                    .append(" ($")
                    .append(values.size() - 1)
                    .append(", $")
                    .append(values.size())
                    .append(')');
        }
        String direction = query.descending() ? " DESC" : "";
        values.add(query.limit());
        sql.append(" ORDER BY time").append(direction).append(", id").append(direction);
        sql.append(" LIMIT $").append(values.size());
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(sql.toString())
                        .execute(Tuple.from(values))
                        .map(rows -> {
                            var events = new ArrayList<ArchivedEvent>(rows.size());
                            rows.forEach(row -> events.add(read(row)));
                            return List.copyOf(events);
                        }));
    }

    /** Every tenant that ever had an event here. */
    Uni<List<TenantId>> tenants() {
        return transactions.inSystem(connection -> connection
                .query("SELECT tenant FROM archive_tenant ORDER BY tenant")
                .execute()
                .map(rows -> {
                    var tenants = new ArrayList<TenantId>(rows.size());
                    rows.forEach(row -> tenants.add(new TenantId(row.getString("tenant"))));
                    return List.copyOf(tenants);
                }));
    }

    /** @return how many of the tenant's events were older and are gone now; at most {@code limit} */
    Uni<Integer> removeBefore(TenantId tenant, Instant time, int limit) {
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(DELETE)
                        .execute(Tuple.of(tenant.value(), time.atOffset(ZoneOffset.UTC), limit))
                        .map(rows -> rows.rowCount()));
    }

    private Uni<Void> know(SqlConnection connection, TenantId tenant) {
        return known.contains(tenant)
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(KNOW_TENANT)
                        .execute(Tuple.of(tenant.value()))
                        .replaceWithVoid();
    }

    private static void bound(StringBuilder sql, List<Object> values, String operator, @Nullable Instant time) {
        if (time != null) {
            values.add(time.atOffset(ZoneOffset.UTC));
            sql.append(" AND time ").append(operator).append(" $").append(values.size());
        }
    }

    private ArchivedEvent read(Row row) {
        String type = row.getString("type");
        UUID id = row.getUUID("id");
        OffsetDateTime time = row.getOffsetDateTime("time");
        return new ArchivedEvent(
                EventTypes.byName(type).map(EventType::shortName).orElse(type),
                id,
                time.toInstant(),
                row.getString("subject"),
                parse(row.getString("data")));
    }

    private String write(Record data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The event cannot be written as JSON.", e);
        }
    }

    private JsonNode parse(String data) {
        try {
            return json.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The archive holds what is not JSON.", e);
        }
    }
}
