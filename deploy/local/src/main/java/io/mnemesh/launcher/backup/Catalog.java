package io.mnemesh.launcher.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What PostgreSQL's catalogue says of the schemas of the services, in a fixed order. */
final class Catalog {

    private static final String HISTORY = "flyway_schema_history";

    /** Schemas of the services are those of the role that migrates. */
    private static final String OURS =
            "(SELECT n.oid FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner WHERE r.rolname ="
                    + " 'mnemesh_owner')";

    private final Connection connection;

    Catalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * A table to copy.
     *
     * @param name    schema and table, quoted where needed
     * @param columns quoted where needed
     */
    record Table(String name, List<String> columns) {
        Table {
            columns = List.copyOf(columns);
        }
    }

    /** All tables but those in which migrations keep their history. */
    List<Table> tables() throws SQLException {
        String sql = """
            SELECT format('%%I.%%I', n.nspname, c.relname),
                   array_agg(quote_ident(a.attname) ORDER BY a.attnum)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            WHERE c.relkind = 'r' AND n.oid IN %s AND c.relname <> '%s'
            GROUP BY 1 ORDER BY 1\
            """.formatted(OURS, HISTORY);
        var tables = new ArrayList<Table>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                tables.add(new Table(
                        rows.getString(1), List.of((String[]) rows.getArray(2).getArray())));
            }
        }
        return tables;
    }

    /** Last value of each sequence that was used, by its quoted name. */
    Map<String, Long> sequences() throws SQLException {
        String sql = """
            SELECT format('%%I.%%I', schemaname, sequencename), last_value FROM pg_sequences
            WHERE last_value IS NOT NULL
              AND schemaname::regnamespace::oid IN %s\
            """.formatted(OURS);
        var values = new TreeMap<String, Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.put(rows.getString(1), rows.getLong(2));
            }
        }
        return values;
    }

    /** Version of each schema that has one: its newest migration. */
    Map<String, String> versions() throws SQLException {
        String sql = """
            SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname = '\
            """ + HISTORY + "' AND n.oid IN " + OURS;
        var versions = new TreeMap<String, String>();
        try (var statement = connection.createStatement()) {
            var schemas = new ArrayList<String>();
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    schemas.add(rows.getString(1));
                }
            }
            for (String schema : schemas) {
                try (var rows = statement.executeQuery(
                        "SELECT version FROM " + statement.enquoteIdentifier(schema, true) + "." + HISTORY
                                + " WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1")) {
                    if (rows.next()) {
                        versions.put(schema, rows.getString(1));
                    }
                }
            }
        }
        return versions;
    }

    /** Version of the server, as in 18.1. */
    String server() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW server_version")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
