package io.mnemesh.memory.storage;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a {@code values} list in a native statement, which takes {@code {rows}} in their place. Joins the running
 * transaction.
 */
public final class ValueRows {

    private final List<Object> parameters;
    private final List<String> types;
    private final List<String> rows = new ArrayList<>();

    private ValueRows(List<Object> first, List<String> types) {
        this.parameters = new ArrayList<>(first);
        this.types = types;
    }

    /**
     * No rows yet.
     *
     * @param first parameters of the statement besides the rows, {@code ?1} and on
     * @param types SQL types of the columns
     */
    public static ValueRows of(List<Object> first, String... types) {
        return new ValueRows(first, List.of(types));
    }

    /** Adds a row. */
    public void add(Object... values) {
        if (values.length != types.size()) {
            throw new IllegalArgumentException("A row has " + types.size() + " values, not " + values.length + ".");
        }
        var row = new ArrayList<String>(values.length);
        for (int i = 0; i < values.length; i++) {
            parameters.add(values[i]);
            row.add("cast(?" + parameters.size() + " as " + types.get(i) + ")");
        }
        rows.add("(" + String.join(", ", row) + ")");
    }

    /** Runs the statement. @return rows it changed */
    public Uni<Integer> update(String sql) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(sql.replace("{rows}", String.join(", ", rows)));
            for (int i = 0; i < parameters.size(); i++) {
                query.setParameter(i + 1, parameters.get(i));
            }
            return query.executeUpdate();
        });
    }
}
