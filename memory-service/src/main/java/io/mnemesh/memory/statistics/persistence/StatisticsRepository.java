package io.mnemesh.memory.statistics.persistence;

import io.mnemesh.memory.statistics.MemoryStatistics;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Counts of a tenant's memories. Every method joins the caller's tenant transaction. */
@ApplicationScoped
public class StatisticsRepository {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration YEAR = Duration.ofDays(365);

    private static final String COUNTS = """
            select count(*) as memories,
                count(*) filter (where created_at > $2) as day,
                count(*) filter (where created_at <= $2 and created_at > $3) as week,
                count(*) filter (where created_at <= $3 and created_at > $4) as month,
                count(*) filter (where created_at <= $4 and created_at > $5) as year,
                count(*) filter (where created_at <= $5) as older,
                coalesce(sum(octet_length(content)), 0)::bigint as content_bytes,
                (select coalesce(sum(octet_length(vector)), 0)::bigint from memory_embedding where tenant = $1)
                    as vector_bytes,
                count(*) filter (where pinned) as pinned,
                count(*) filter (where archived_at is not null) as archived,
                count(*) filter (where expires_at is not null) as expiring,
                count(*) filter (where merged_into is not null) as merged,
                count(distinct merged_into) as standing,
                count(*) filter (where kept_apart) as kept_apart,
                count(*) filter (where embedded and merged_into is null and not kept_apart and superseded_by is null
                    and slot_subject is null and archived_at is null and compared_version < version) as uncompared,
                count(*) filter (where slot_subject is not null) as in_slots,
                count(*) filter (where superseded_by is not null) as superseded,
                count(*) filter (where embedded) as embedded
            from memory where tenant = $1""";

    private static final String GROWTH = """
            select (created_at at time zone 'UTC')::date, count(*) from memory
            where tenant = $1 and created_at >= $2 group by 1 order by 1""";

    /** Counts that take one look at all of a tenant's memories. */
    public record Counts(
            long memories,
            MemoryStatistics.AgeCounts ages,
            MemoryStatistics.Sizes sizes,
            MemoryStatistics.LifecycleCounts lifecycle,
            MemoryStatistics.ConsolidationCounts consolidation,
            MemoryStatistics.FactCounts facts,
            long embedded) {}

    public Uni<Counts> counts(SqlConnection connection, TenantId tenant, Instant now) {
        return connection
                .preparedQuery(COUNTS)
                .execute(Tuple.of(
                        tenant.value(),
                        utc(now.minus(DAY)),
                        utc(now.minus(WEEK)),
                        utc(now.minus(MONTH)),
                        utc(now.minus(YEAR))))
                .map(rows -> counts(rows.iterator().next()));
    }

    private static Counts counts(Row row) {
        return new Counts(
                row.getLong("memories"),
                new MemoryStatistics.AgeCounts(
                        row.getLong("day"),
                        row.getLong("week"),
                        row.getLong("month"),
                        row.getLong("year"),
                        row.getLong("older")),
                new MemoryStatistics.Sizes(row.getLong("content_bytes"), row.getLong("vector_bytes")),
                new MemoryStatistics.LifecycleCounts(
                        row.getLong("pinned"), row.getLong("archived"), row.getLong("expiring")),
                new MemoryStatistics.ConsolidationCounts(
                        row.getLong("merged"),
                        row.getLong("standing"),
                        row.getLong("kept_apart"),
                        row.getLong("uncompared")),
                new MemoryStatistics.FactCounts(row.getLong("in_slots"), row.getLong("superseded")),
                row.getLong("embedded"));
    }

    public Uni<Map<String, Long>> byType(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery("select type, count(*) from memory where tenant = $1 group by type")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(
                                row -> row.getString(0), row -> row.getLong(1), Long::sum, TreeMap::new)));
    }

    /** Days since then on which something was stored that is still there, first day first. */
    public Uni<List<MemoryStatistics.Day>> growth(SqlConnection connection, TenantId tenant, Instant since) {
        return connection
                .preparedQuery(GROWTH)
                .execute(Tuple.of(tenant.value(), utc(since)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new MemoryStatistics.Day(row.getLocalDate(0), row.getLong(1)))
                        .toList());
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
