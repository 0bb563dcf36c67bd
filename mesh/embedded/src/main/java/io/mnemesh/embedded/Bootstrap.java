package io.mnemesh.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Prepares a PostgreSQL for the mesh: the database, the role that owns the tables, and a schema with its role for every
 * service, from {@code bootstrap.sql} beside this class. Running it again changes nothing but the passwords.
 *
 * @param database      name of the database
 * @param ownerPassword of {@code mnemesh_owner}, who runs the migrations
 * @param appPassword   of each {@code mnemesh_<service>}, who runs the service
 */
public record Bootstrap(String database, String ownerPassword, String appPassword) {

    /** Name of the database unless the operator chooses another. */
    public static final String DATABASE = "mnemesh";

    private static final String SCRIPT = "bootstrap.sql";

    /** Gives a connection as a role that may create databases and roles. */
    @FunctionalInterface
    public interface Connector {
        /** @param database name of the database to connect to */
        Connection connect(String database) throws SQLException;
    }

    /** Prepares the server that {@code connector} leads to; connects to {@code postgres} first. */
    public void run(Connector connector) throws SQLException {
        try (Connection connection = connector.connect("postgres")) {
            createDatabase(connection);
        }
        try (Connection connection = connector.connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // One at a time, should several processes of a test run share a server.
            statement.execute("SELECT pg_advisory_xact_lock(7432)");
            statement.execute(script());
            connection.commit();
        }
    }

    /** Prepares an embedded server. */
    public void run(EmbeddedPostgres postgres) throws SQLException {
        run(postgres::connect);
    }

    private void createDatabase(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            try (var rows = query.executeQuery()) {
                if (rows.next()) {
                    return;
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(database, true));
        } catch (SQLException e) {
            if (!isDuplicate(e)) {
                throw e;
            }
        }
    }

    /** Another process created it between our look and our try. */
    private static boolean isDuplicate(SQLException e) {
        return "42P04".equals(e.getSQLState()) || "23505".equals(e.getSQLState());
    }

    private String script() {
        return read().replace("${MNEMESH_POSTGRES_OWNER_PASSWORD}", ownerPassword.replace("'", "''"))
                .replace("${MNEMESH_POSTGRES_PASSWORD}", appPassword.replace("'", "''"));
    }

    private static String read() {
        try (InputStream in = Bootstrap.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException(SCRIPT + " is not on the class path.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
