package io.mnemesh.intelligence.decision.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.decision.Decision;
import io.mnemesh.intelligence.decision.DecisionFilter;
import io.mnemesh.intelligence.outcome.Example;
import io.mnemesh.intelligence.outcome.FeatureValue;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The decisions of a tenant. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class DecisionStore {

    private static final String SELECT =
            "select id, memory_id, memory_version, kind, question, options, chosen, features, "
                    + "interventions, decided_at, outcome, outcome_at from decision where tenant = " + TENANT;

    public Uni<@Nullable Decision> find(SqlConnection connection, UUID id) {
        return query(connection, SELECT + " and id = $1", id)
                .map(rows -> TenantSql.first(rows, DecisionStore::decision));
    }

    /** As {@link #find}; no other transaction changes it until this one ends. */
    public Uni<@Nullable Decision> lock(SqlConnection connection, UUID id) {
        return query(connection, SELECT + " and id = $1 for update", id)
                .map(rows -> TenantSql.first(rows, DecisionStore::decision));
    }

    /** @return false if there is one of this id */
    public Uni<Boolean> add(SqlConnection connection, Decision decision) {
        return query(
                        connection,
                        "insert into decision (tenant, id, memory_id, memory_version, kind, question, options, chosen, "
                                + "features, interventions, decided_at, outcome, outcome_at) values (" + TENANT
                                + ", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing",
                        values(decision))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Notes who recorded a decision over HTTP. */
    public Uni<Void> recordedBy(SqlConnection connection, UUID id, String user) {
        return query(
                        connection,
                        "update decision set recorded_by = $2 where tenant = " + TENANT + " and id = $1",
                        id,
                        user)
                .replaceWithVoid();
    }

    /** Decisions that a user recorded over HTTP. */
    public Uni<List<UUID>> of(SqlConnection connection, String user) {
        return query(connection, "select id from decision where tenant = " + TENANT + " and recorded_by = $1", user)
                .map(rows -> TenantSql.list(rows, row -> row.getUUID("id")));
    }

    /**
     * Decisions that were decided before a time.
     *
     * @param due nothing unless one of them was decided before this time
     */
    public Uni<List<UUID>> before(SqlConnection connection, Instant oldest, Instant due) {
        return query(
                        connection,
                        "select id from decision where tenant = " + TENANT + " and decided_at < $1 and exists "
                                + "(select 1 from decision where tenant = " + TENANT + " and decided_at < $2)",
                        TenantSql.time(oldest),
                        TenantSql.time(due))
                .map(rows -> TenantSql.list(rows, row -> row.getUUID("id")));
    }

    public Uni<Void> replace(SqlConnection connection, Decision decision) {
        return query(
                        connection,
                        "update decision set memory_id = $2, memory_version = $3, kind = $4, question = $5, "
                                + "options = $6, chosen = $7, features = $8, interventions = $9, decided_at = $10, "
                                + "outcome = $11, outcome_at = $12 where tenant = " + TENANT + " and id = $1",
                        values(decision))
                .replaceWithVoid();
    }

    /** @return the kind and whether it had ended of each that was there */
    public Uni<List<Removed>> remove(SqlConnection connection, List<UUID> ids) {
        return query(
                        connection,
                        "delete from decision where tenant = " + TENANT
                                + " and (id = any($1) or memory_id = any($1)) returning kind, outcome is not null as"
                                + " ended",
                        (Object) ids.toArray(UUID[]::new))
                .map(rows -> TenantSql.list(rows, row -> new Removed(row.getString("kind"), row.getBoolean("ended"))));
    }

    /** What was removed. */
    public record Removed(String kind, boolean ended) {}

    /** By when it was decided, newest first, after the given position. */
    public Uni<List<Decision>> page(
            SqlConnection connection, DecisionFilter filter, @Nullable Position after, int limit) {
        return query(
                        connection,
                        SELECT + " and ($1::text is null or kind = $1) and ($2::text is null or outcome = $2) "
                                + "and ($3::boolean is null or (outcome is not null) = $3) "
                                + "and ($4::timestamptz is null or decided_at >= $4) "
                                + "and ($5::timestamptz is null or decided_at < $5) "
                                + "and ($6::timestamptz is null or (decided_at, id) < ($6, $7::uuid)) "
                                + "order by decided_at desc, id desc limit $8",
                        filter.kind(),
                        filter.outcome(),
                        filter.ended(),
                        time(filter.from()),
                        time(filter.to()),
                        after == null ? null : TenantSql.time(after.at()),
                        after == null ? null : after.id(),
                        limit)
                .map(rows -> TenantSql.list(rows, DecisionStore::decision));
    }

    /** Those of these ids. */
    public Uni<List<Decision>> all(SqlConnection connection, List<UUID> ids) {
        return query(connection, SELECT + " and id = any($1)", (Object) ids.toArray(UUID[]::new))
                .map(rows -> TenantSql.list(rows, DecisionStore::decision));
    }

    /** The latest decisions of a kind that have ended, the earliest first. */
    public Uni<List<Example>> examples(SqlConnection connection, String kind, int most) {
        return query(
                        connection,
                        "select * from (select id, ordinal, question, chosen, features, interventions, outcome "
                                + "from decision where tenant = " + TENANT + " and kind = $1 and outcome is not null "
                                + "order by ordinal desc limit $2) d order by ordinal",
                        kind,
                        most)
                .map(rows -> TenantSql.list(
                        rows,
                        row -> new Example(
                                row.getUUID("id"),
                                Decision.known(row.getString("question"), row.getString("chosen"), features(row)),
                                row.getString("outcome"),
                                Set.of(row.getArrayOfStrings("interventions")))));
    }

    public Uni<Boolean> isBuried(SqlConnection connection, UUID id) {
        return query(
                        connection,
                        "select exists (select 1 from decision_tombstone where tenant = " + TENANT + " and id = $1)",
                        id)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Decisions of these ids do not come back. */
    public Uni<Void> bury(SqlConnection connection, List<UUID> ids, Instant at) {
        return query(
                        connection,
                        "insert into decision_tombstone (tenant, id, deleted_at) select " + TENANT
                                + ", unnest($1::uuid[]), $2 on conflict do nothing",
                        ids.toArray(UUID[]::new),
                        TenantSql.time(at))
                .replaceWithVoid();
    }

    private static @Nullable Object[] values(Decision decision) {
        return new @Nullable Object[] {
            decision.id(),
            decision.memoryId(),
            decision.version(),
            decision.kind(),
            decision.question(),
            decision.options().toArray(String[]::new),
            decision.chosen(),
            written(decision.features()),
            decision.interventions().toArray(String[]::new),
            TenantSql.time(decision.decidedAt()),
            decision.outcome(),
            time(decision.outcomeAt())
        };
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : TenantSql.time(at);
    }

    private static Decision decision(Row row) {
        String outcome = row.getString("outcome");
        return new Decision(
                row.getUUID("id"),
                row.getUUID("memory_id"),
                row.getInteger("memory_version"),
                row.getString("kind"),
                row.getString("question"),
                List.of(row.getArrayOfStrings("options")),
                row.getString("chosen"),
                features(row),
                List.of(row.getArrayOfStrings("interventions")),
                TenantSql.time(row, "decided_at"),
                outcome,
                outcome == null ? null : TenantSql.time(row, "outcome_at"));
    }

    private static String written(Map<String, FeatureValue> features) {
        var json = new JsonObject();
        features.forEach((name, value) -> {
            switch (value) {
                case FeatureValue.Amount amount -> json.put(name, amount.value());
                case FeatureValue.Words words -> json.put(name, words.value());
            }
        });
        return json.encode();
    }

    private static Map<String, FeatureValue> features(Row row) {
        var features = new HashMap<String, FeatureValue>();
        new JsonObject(row.getString("features"))
                .forEach(one -> features.put(
                        one.getKey(),
                        one.getValue() instanceof Number number
                                ? new FeatureValue.Amount(number.doubleValue())
                                : new FeatureValue.Words(String.valueOf(one.getValue()))));
        return features;
    }
}
