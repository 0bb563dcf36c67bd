package io.mnemesh.intelligence.performance.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.performance.Recommendation;
import io.mnemesh.intelligence.performance.Recommendation.Moment;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** What was told about performance. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class InsightStore {

    /** Notes that something is told of a series. @return false if it was told before */
    public Uni<Boolean> add(SqlConnection connection, UUID id, UUID series, Recommendation told, Instant at) {
        Moment moment = told.moment();
        return query(
                        connection,
                        "insert into performance_insight (tenant, id, series_id, kind, about, summary, recommendation, "
                                + "confidence, found_at, came_about_at) select " + TENANT
                                + ", $1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::float8, "
                                + "$8::timestamptz, $9::timestamptz where not exists (select 1 from "
                                + "performance_insight where tenant = " + TENANT + " and series_id = $2 and kind = $3 "
                                + "and came_about_at between $9::timestamptz - $10 * interval '1 second' "
                                + "and $9::timestamptz + $10 * interval '1 second') on conflict do nothing",
                        id,
                        series,
                        told.kind(),
                        told.about(),
                        told.summary(),
                        told.recommendation(),
                        told.confidence(),
                        TenantSql.time(at),
                        moment == null ? null : TenantSql.time(moment.at()),
                        moment == null ? 0.0 : (double) moment.within().toSeconds())
                .map(rows -> rows.rowCount() > 0);
    }

    /** Removes what was told of a series. */
    public Uni<Void> forget(SqlConnection connection, UUID series) {
        return query(
                        connection,
                        "delete from performance_insight where tenant = " + TENANT + " and series_id = $1",
                        series)
                .replaceWithVoid();
    }
}
