package io.mnemesh.intelligence.workflow.persistence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements in a tenant's transaction. */
final class Sql {

    /** The tenant that the transaction is confined to. */
    static final String TENANT = "current_setting('mnemesh.tenant')";

    private Sql() {}

    static Uni<RowSet<Row>> query(SqlConnection connection, String sql, @Nullable Object... values) {
        return connection.preparedQuery(sql).execute(Tuple.from(Arrays.asList(values)));
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
