package io.mnemesh.intelligence.errors.persistence;

import io.mnemesh.intelligence.errors.ErrorGroup;
import io.mnemesh.intelligence.errors.Occurrence;
import io.mnemesh.intelligence.errors.ranking.Vectors;
import io.mnemesh.intelligence.sql.TenantSql;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Set;

/** Translation between rows and records. */
final class Rows {

    static final String GROUP = "id, template, occurrences, first_seen, last_seen";
    static final String OCCURRENCE =
            "memory_id, group_id, signature_key, content, summary, resolution, worked, context, occurred_at, vector, model";

    private Rows() {}

    static ErrorGroup group(Row row) {
        return new ErrorGroup(
                row.getUUID("id"),
                row.getString("template"),
                row.getLong("occurrences"),
                TenantSql.time(row, "first_seen"),
                TenantSql.time(row, "last_seen"));
    }

    static Occurrence occurrence(Row row) {
        Buffer vector = row.getBuffer("vector");
        return new Occurrence(
                row.getUUID("memory_id"),
                row.getUUID("group_id"),
                row.getString("signature_key"),
                row.getString("content"),
                row.getString("summary"),
                row.getString("resolution"),
                row.getBoolean("worked"),
                Set.of(row.getArrayOfStrings("context")),
                TenantSql.time(row, "occurred_at"),
                vector == null ? null : Vectors.decode(vector.getBytes()),
                row.getString("model"));
    }
}
