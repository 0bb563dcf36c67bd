package io.mnemesh.intelligence.errors.persistence;

import io.mnemesh.intelligence.errors.ErrorGroup;
import io.mnemesh.intelligence.errors.Occurrence;
import io.mnemesh.intelligence.errors.ranking.Vectors;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Translation between rows and records. */
final class Rows {

    static final String GROUP = "id, template, occurrences, first_seen, last_seen";
    static final String OCCURRENCE =
            "memory_id, group_id, signature_key, content, summary, resolution, worked, context, occurred_at, vector, model";

    private Rows() {}

    static Tuple tuple(@Nullable Object... values) {
        return Tuple.from(Arrays.asList(values));
    }

    static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static ErrorGroup group(Row row) {
        return new ErrorGroup(
                row.getUUID("id"),
                row.getString("template"),
                row.getLong("occurrences"),
                time(row, "first_seen"),
                time(row, "last_seen"));
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
                time(row, "occurred_at"),
                vector == null ? null : Vectors.decode(vector.getBytes()),
                row.getString("model"));
    }

    static <T> List<T> list(RowSet<Row> rows, Function<Row, T> form) {
        var list = new ArrayList<T>(rows.size());
        rows.forEach(row -> list.add(form.apply(row)));
        return List.copyOf(list);
    }

    static <T> @Nullable T first(RowSet<Row> rows, Function<Row, T> form) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? form.apply(iterator.next()) : null;
    }
}
