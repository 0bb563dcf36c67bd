package io.mnemesh.intelligence.sql;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements in a tenant transaction, and the plain parts of the translation between rows and records. */
public final class TenantSql {

    /** The tenant that the transaction is confined to. */
    public static final String TENANT = "current_setting('mnemesh.tenant')";

    private TenantSql() {}

    /** Runs a statement with its values in the order of their numbers. */
    public static Uni<RowSet<Row>> query(SqlConnection connection, String sql, @Nullable Object... values) {
        return connection.preparedQuery(sql).execute(tuple(values));
    }

    public static Tuple tuple(@Nullable Object... values) {
        return Tuple.from(Arrays.asList(values));
    }

    public static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    public static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    public static <T> List<T> list(RowSet<Row> rows, Function<Row, T> form) {
        var list = new ArrayList<T>(rows.size());
        rows.forEach(row -> list.add(form.apply(row)));
        return List.copyOf(list);
    }

    public static <T> @Nullable T first(RowSet<Row> rows, Function<Row, T> form) {
        var iterator = rows.iterator();
        return iterator.hasNext() ? form.apply(iterator.next()) : null;
    }
}
