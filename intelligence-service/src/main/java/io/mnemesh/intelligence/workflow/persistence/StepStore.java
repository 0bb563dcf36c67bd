package io.mnemesh.intelligence.workflow.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.intelligence.workflow.model.Step;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The steps of a tenant's cases. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class StepStore {

    private static final String STEP = "case_id, activity, happened, ends";

    /** Part of the kept steps that may be there beyond them, so that models are not learned anew all the time. */
    private static final int SLACK = 10;

    /** A step with its place in the log. */
    public record Logged(long version, Step step) {}

    /** A step as it is kept of a memory, with the memory's version. */
    public record Kept(int memoryVersion, Step step) {}

    /** Adds a step; {@code memoryId} is null for one that only ends its case. */
    public Uni<Void> add(
            SqlConnection connection, long version, @Nullable UUID memoryId, int memoryVersion, Step step) {
        return query(
                        connection,
                        "insert into workflow_step (tenant, seq, memory_id, memory_version, " + STEP + ") values ("
                                + TENANT + ", $1, $2, $3, $4, $5, $6, $7)",
                        version,
                        memoryId,
                        memoryVersion,
                        step.caseId(),
                        step.activity(),
                        Instant.ofEpochMilli(step.at()).atOffset(ZoneOffset.UTC),
                        step.ends())
                .replaceWithVoid();
    }

    /** Steps after a version, in order. */
    public Uni<List<Logged>> after(SqlConnection connection, long version, int limit) {
        return query(
                        connection,
                        "select seq, " + STEP + " from workflow_step where tenant = " + TENANT
                                + " and seq > $1 order by seq limit $2",
                        version,
                        limit)
                .map(rows -> TenantSql.list(rows, row -> new Logged(row.getLong("seq"), step(row))));
    }

    public Uni<@Nullable Kept> ofMemory(SqlConnection connection, UUID memoryId) {
        return query(
                        connection,
                        "select memory_version, " + STEP + " from workflow_step where tenant = " + TENANT
                                + " and memory_id = $1",
                        memoryId)
                .map(rows -> TenantSql.first(rows, row -> new Kept(row.getInteger("memory_version"), step(row))));
    }

    /** The last steps of a case with an activity, in the order of their times. */
    public Uni<List<Step>> ofCase(SqlConnection connection, String caseId, int limit) {
        return query(
                        connection,
                        "select * from (select seq, " + STEP + " from workflow_step where tenant = " + TENANT
                                + " and case_id = $1 and activity is not null order by happened desc, seq desc limit"
                                + " $2) latest order by happened, seq",
                        caseId,
                        limit)
                .map(rows -> TenantSql.list(rows, StepStore::step));
    }

    public Uni<Boolean> hasCase(SqlConnection connection, String caseId) {
        return query(
                        connection,
                        "select 1 from workflow_step where tenant = " + TENANT + " and case_id = $1 limit 1",
                        caseId)
                .map(rows -> rows.size() > 0);
    }

    /** Notes that a later version of the memory says the same. */
    public Uni<Void> sameAt(SqlConnection connection, UUID memoryId, int memoryVersion) {
        return query(
                        connection,
                        "update workflow_step set memory_version = $2 where tenant = " + TENANT + " and memory_id = $1",
                        memoryId,
                        memoryVersion)
                .replaceWithVoid();
    }

    /** Removes the steps of memories, and ends of cases of which nothing else is left. @return steps removed */
    public Uni<Long> remove(SqlConnection connection, List<UUID> memories) {
        return query(
                        connection,
                        "delete from workflow_step where tenant = " + TENANT
                                + " and memory_id = any($1) returning case_id",
                        (Object) memories.toArray(UUID[]::new))
                .flatMap(rows -> {
                    long removed = rows.size();
                    String[] cases = TenantSql.list(rows, row -> row.getString(0)).stream()
                            .distinct()
                            .toArray(String[]::new);
                    return removed == 0
                            ? Uni.createFrom().item(0L)
                            : query(
                                            connection,
                                            "delete from workflow_step s where tenant = " + TENANT
                                                    + " and case_id = any($1) and activity is null and not exists"
                                                    + " (select 1 from workflow_step o where o.tenant = " + TENANT
                                                    + " and o.case_id = s.case_id and o.activity is not null)",
                                            (Object) cases)
                                    .replaceWith(removed);
                });
    }

    /**
     * Removes the oldest steps when there are a tenth more than are kept.
     *
     * @return steps removed
     */
    public Uni<Integer> purge(SqlConnection connection, long version, int kept) {
        long oldest = version - kept;
        return oldest - kept / SLACK <= 0
                ? Uni.createFrom().item(0)
                : query(
                                connection,
                                "delete from workflow_step where tenant = " + TENANT
                                        + " and seq <= $1 and (select min(seq) from workflow_step where tenant = "
                                        + TENANT
                                        + ") <= $2",
                                oldest,
                                oldest - kept / SLACK)
                        .map(rows -> rows.rowCount());
    }

    /** Remembers that these memories are gone for good. */
    public Uni<Void> bury(SqlConnection connection, List<UUID> memories, Instant at) {
        return query(
                        connection,
                        "insert into workflow_tombstone (tenant, memory_id, deleted_at) select " + TENANT
                                + ", id, $2 from unnest($1::uuid[]) id on conflict do nothing",
                        memories.toArray(UUID[]::new),
                        at.atOffset(ZoneOffset.UTC))
                .replaceWithVoid();
    }

    public Uni<Boolean> isBuried(SqlConnection connection, UUID memoryId) {
        return query(
                        connection,
                        "select 1 from workflow_tombstone where tenant = " + TENANT + " and memory_id = $1",
                        memoryId)
                .map(rows -> rows.size() > 0);
    }

    private static Step step(Row row) {
        return new Step(
                row.getString("case_id"),
                row.getString("activity"),
                row.getOffsetDateTime("happened").toInstant().toEpochMilli(),
                row.getBoolean("ends"));
    }
}
