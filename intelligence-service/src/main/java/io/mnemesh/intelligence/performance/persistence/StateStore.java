package io.mnemesh.intelligence.performance.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Snapshots of the detectors of series. Every method runs in the caller's tenant transaction, which holds the series. */
@ApplicationScoped
public class StateStore {

    /**
     * A snapshot.
     *
     * @param format   version of its form
     * @param judgedTo time of the last point it knows
     */
    public record Snapshot(int format, Instant judgedTo, byte[] state) {}

    public Uni<@Nullable Snapshot> find(SqlConnection connection, UUID series) {
        return query(
                        connection,
                        "select format, judged_to, state from metric_state where tenant = " + TENANT
                                + " and series_id = $1",
                        series)
                .map(rows -> TenantSql.first(
                        rows,
                        row -> new Snapshot(
                                row.getInteger("format"),
                                TenantSql.time(row, "judged_to"),
                                row.getBuffer("state").getBytes())));
    }

    public Uni<Void> save(SqlConnection connection, UUID series, Snapshot snapshot) {
        return query(
                        connection,
                        "insert into metric_state (tenant, series_id, format, judged_to, state) values (" + TENANT
                                + ", $1, $2, $3, $4) on conflict (tenant, series_id) do update set format = "
                                + "excluded.format, judged_to = excluded.judged_to, state = excluded.state",
                        series,
                        snapshot.format(),
                        TenantSql.time(snapshot.judgedTo()),
                        Buffer.buffer(snapshot.state()))
                .replaceWithVoid();
    }

    public Uni<Void> remove(SqlConnection connection, UUID series) {
        return query(connection, "delete from metric_state where tenant = " + TENANT + " and series_id = $1", series)
                .replaceWithVoid();
    }
}
