package io.mnemesh.intelligence.errors.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.errors.Occurrence;
import io.mnemesh.intelligence.errors.ranking.Vectors;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The occurrences of errors of a tenant. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class OccurrenceStore {

    private static final String SELECT =
            "select " + Rows.OCCURRENCE + " from error_occurrence where tenant = " + TENANT;

    /** Occurrences with common words that are ranked. */
    private static final int RANKED = 2_000;

    /**
     * Occurrence and version of a memory.
     *
     * @param keys what it is and was grouped by
     */
    public record Stored(Occurrence occurrence, int version, List<String> keys) {}

    /** What is known of a memory. */
    public Uni<@Nullable Stored> find(SqlConnection connection, UUID memoryId) {
        String sql =
                "select version, former_keys, " + Rows.OCCURRENCE + " from error_occurrence where tenant = " + TENANT;
        return query(connection, sql + " and memory_id = $1", memoryId)
                .map(rows -> TenantSql.first(rows, row -> {
                    Occurrence occurrence = Rows.occurrence(row);
                    var keys = new ArrayList<>(List.of(row.getArrayOfStrings("former_keys")));
                    keys.addFirst(occurrence.signatureKey());
                    return new Stored(occurrence, row.getInteger("version"), List.copyOf(keys));
                }));
    }

    public Uni<Void> insert(SqlConnection connection, Occurrence occurrence, int version) {
        return query(
                        connection,
                        "insert into error_occurrence (tenant, memory_id, version, group_id, signature_key, content, "
                                + "summary, resolution, worked, context, occurred_at) values (" + TENANT
                                + ", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                        occurrence.memoryId(),
                        version,
                        occurrence.groupId(),
                        occurrence.signatureKey(),
                        occurrence.content(),
                        occurrence.summary(),
                        occurrence.resolution(),
                        occurrence.worked(),
                        occurrence.context().toArray(String[]::new),
                        TenantSql.time(occurrence.at()))
                .flatMap(ignored -> HistoryStore.markActive(connection, occurrence.at()))
                .flatMap(ignored -> query(
                        connection,
                        "insert into vector_pending (tenant, memory_id) values (" + TENANT
                                + ", $1) on conflict (tenant, memory_id) do update set due_at = now()",
                        occurrence.memoryId()))
                .replaceWithVoid();
    }

    /** Removes what is known of a memory. The group it was in, or null if nothing was known. */
    public Uni<@Nullable UUID> delete(SqlConnection connection, UUID memoryId) {
        String where = " where tenant = " + TENANT + " and memory_id = $1";
        return query(connection, "delete from vector_pending" + where, memoryId)
                .flatMap(ignored ->
                        query(connection, "delete from error_occurrence" + where + " returning group_id", memoryId))
                .map(rows -> TenantSql.first(rows, row -> row.getUUID(0)));
    }

    /** Remembers that a memory is gone for good. */
    public Uni<Void> bury(SqlConnection connection, UUID memoryId, Instant at) {
        return query(
                        connection,
                        "insert into error_tombstone (tenant, memory_id, deleted_at) values (" + TENANT
                                + ", $1, $2) on conflict do nothing",
                        memoryId,
                        TenantSql.time(at))
                .replaceWithVoid();
    }

    public Uni<Boolean> isBuried(SqlConnection connection, UUID memoryId) {
        return query(
                        connection,
                        "select 1 from error_tombstone where tenant = " + TENANT + " and memory_id = $1",
                        memoryId)
                .map(rows -> rows.size() > 0);
    }

    /** The latest occurrences of a group, newest first. */
    public Uni<List<Occurrence>> latest(SqlConnection connection, UUID groupId, int limit) {
        return query(
                        connection,
                        SELECT + " and group_id = $1 order by occurred_at desc, memory_id desc limit $2",
                        groupId,
                        limit)
                .map(rows -> TenantSql.list(rows, Rows::occurrence));
    }

    /** Occurrences of these groups, of each those with a resolution first, then the newest. */
    public Uni<List<Occurrence>> ofGroups(SqlConnection connection, List<UUID> groups, int limitEach) {
        return query(
                        connection,
                        "select o.* from unnest($1::uuid[]) g(id) cross join lateral (" + SELECT
                                + " and group_id = g.id order by resolution is null, occurred_at desc limit $2) o",
                        groups.toArray(UUID[]::new),
                        limitEach)
                .map(rows -> TenantSql.list(rows, Rows::occurrence));
    }

    /** Occurrences that share words, best first; where many do, the best of some of them. */
    public Uni<List<Occurrence>> withWords(SqlConnection connection, List<String> words, int limit) {
        if (words.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        String terms =
                words.stream().map(word -> "'" + word.replace("'", "") + "'").collect(Collectors.joining(" | "));
        return query(
                        connection,
                        "select * from (select words, " + Rows.OCCURRENCE + " from error_occurrence where tenant = "
                                + TENANT + " and words @@ to_tsquery('simple', $1) limit " + RANKED
                                + ") o order by ts_rank(words, to_tsquery('simple', $1)) desc, occurred_at desc limit $2",
                        terms,
                        limit)
                .map(rows -> TenantSql.list(rows, Rows::occurrence));
    }

    /** One vector of each of the latest groups that have one: that of its newest occurrence. */
    public Uni<Map<UUID, float[]>> groupVectors(SqlConnection connection, String model, int groups) {
        return query(
                        connection,
                        "select g.id, o.vector from (select id from error_group where tenant = " + TENANT
                                + " order by last_seen desc, id desc limit $1) g cross join lateral (select vector "
                                + "from error_occurrence where tenant = " + TENANT
                                + " and group_id = g.id and model = $2 order by occurred_at desc limit 1) o",
                        groups,
                        model)
                .map(rows -> {
                    var vectors = new LinkedHashMap<UUID, float[]>();
                    rows.forEach(row -> vectors.put(
                            row.getUUID("id"),
                            Vectors.decode(row.getBuffer("vector").getBytes())));
                    return vectors;
                });
    }

    /** How many errors were learned. */
    public Uni<Long> learned(SqlConnection connection) {
        return query(
                        connection,
                        "select coalesce(sum(occurrences), 0)::bigint from error_group where tenant = " + TENANT)
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Summaries of these memories; those that are gone are left out. */
    public Uni<Map<UUID, String>> summaries(SqlConnection connection, List<UUID> memories) {
        return query(
                        connection,
                        "select memory_id, summary from error_occurrence where tenant = " + TENANT
                                + " and memory_id = any($1)",
                        (Object) memories.toArray(UUID[]::new))
                .map(rows -> {
                    var summaries = new LinkedHashMap<UUID, String>();
                    rows.forEach(row -> summaries.put(row.getUUID("memory_id"), row.getString("summary")));
                    return summaries;
                });
    }

    /** Groups an occurrence by another signature, under which it is found from now on too. */
    public Uni<Void> resign(SqlConnection connection, UUID memoryId, String key) {
        return query(
                        connection,
                        "update error_occurrence set former_keys = array_append(former_keys, signature_key), "
                                + "signature_key = $2 where tenant = " + TENANT
                                + " and memory_id = $1 and signature_key <> $2",
                        memoryId,
                        key)
                .replaceWithVoid();
    }

    /** Stores vectors with the summaries they were made of; a summary that has changed since keeps waiting for its own. */
    public Uni<Void> storeVectors(SqlConnection connection, String model, List<Embedded> vectors) {
        var tuples = new ArrayList<io.vertx.mutiny.sqlclient.Tuple>(vectors.size());
        for (Embedded embedded : vectors) {
            tuples.add(TenantSql.tuple(
                    embedded.memoryId(), embedded.summary(), model, Buffer.buffer(Vectors.encode(embedded.vector()))));
        }
        return connection
                .preparedQuery(
                        "with done as (update error_occurrence set model = $3, vector = $4 where tenant = " + TENANT
                                + " and memory_id = $1 and summary = $2 returning memory_id) delete from vector_pending where tenant = "
                                + TENANT + " and memory_id in (select memory_id from done)")
                .executeBatch(tuples)
                .replaceWithVoid();
    }

    /** Forgets waiting vectors of memories that are gone. */
    public Uni<Void> forgetPending(SqlConnection connection, List<UUID> memories) {
        return query(
                        connection,
                        "delete from vector_pending where tenant = " + TENANT + " and memory_id = any($1)",
                        (Object) memories.toArray(UUID[]::new))
                .replaceWithVoid();
    }

    /** A vector and what it was made of. */
    public record Embedded(UUID memoryId, String summary, float[] vector) {}
}
