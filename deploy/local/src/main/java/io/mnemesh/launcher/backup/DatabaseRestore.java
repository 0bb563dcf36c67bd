package io.mnemesh.launcher.backup;

import io.mnemesh.launcher.stack.LauncherException;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Puts the rows of a backup into a database whose schemas are those of the backup, in place of what is there, in one
 * transaction. It commits only if every table, read back, has the checksum of the backup.
 */
public final class DatabaseRestore {

    private final BackupFile backup;

    public DatabaseRestore(BackupFile backup) {
        this.backup = backup;
    }

    /**
     * Fills the database.
     *
     * @param connection of a superuser, because the rows bring what triggers and foreign keys would check or make again
     * @throws LauncherException if the schemas differ from those of the backup, or a checksum does; nothing is changed then
     */
    public DatabaseBackup.Outcome into(Connection connection) {
        try {
            connection.setAutoCommit(false);
            var catalog = new Catalog(connection);
            compareVersions(catalog);
            compareTables(catalog.tables());
            fill(connection);
            compareRows(connection);
            connection.commit();
            return new DatabaseBackup.Outcome(
                    backup.manifest().tables().size(), backup.manifest().rows());
        } catch (IOException | SQLException e) {
            throw new LauncherException("The backup cannot be restored: " + e.getMessage(), e);
        }
    }

    private void compareVersions(Catalog catalog) throws SQLException {
        var here = catalog.versions();
        var there = backup.manifest().schemas();
        if (!here.equals(there)) {
            throw new LauncherException(
                    "The backup was made by Mnemesh " + backup.manifest().mnemesh()
                            + " with schemas " + there + ", this one has " + here
                            + ": restore it with the version that made it, then upgrade.");
        }
    }

    private void compareTables(List<Catalog.Table> tables) {
        var here =
                tables.stream().collect(Collectors.toMap(Catalog.Table::name, table -> new HashSet<>(table.columns())));
        var there = backup.manifest().tables().stream()
                .collect(Collectors.toMap(Manifest.TableCopy::name, table -> new HashSet<>(table.columns())));
        if (!here.equals(there)) {
            throw new LauncherException(
                    "The tables of the backup are not those of this Mnemesh, although the versions of the "
                            + "schemas are the same; restore it with the version that made it.");
        }
    }

    private void fill(Connection connection) throws SQLException, IOException {
        CopyManager copier = connection.unwrap(PGConnection.class).getCopyAPI();
        try (var statement = connection.createStatement()) {
            statement.execute("SET LOCAL session_replication_role = replica");
            String all = backup.manifest().tables().stream()
                    .map(Manifest.TableCopy::name)
                    .collect(Collectors.joining(", "));
            if (!all.isEmpty()) {
                statement.execute("TRUNCATE " + all);
            }
            for (Manifest.TableCopy table : backup.manifest().tables()) {
                try (var rows = backup.rows(table)) {
                    copier.copyIn("COPY " + table.target() + " FROM STDIN", rows);
                }
            }
        }
        try (var statement = connection.prepareStatement("SELECT setval(?::regclass, ?)")) {
            for (var sequence : backup.manifest().sequences().entrySet()) {
                statement.setString(1, sequence.getKey());
                statement.setLong(2, sequence.getValue());
                statement.execute();
            }
        }
    }

    private void compareRows(Connection connection) throws SQLException, IOException {
        for (Manifest.TableCopy table : backup.manifest().tables()) {
            var found = DatabaseBackup.copy(
                    connection, new Catalog.Table(table.name(), table.columns()), OutputStream.nullOutputStream());
            if (!found.equals(table)) {
                connection.rollback();
                throw new LauncherException("Table " + table.name() + " has other rows after the restore (SHA-256 "
                        + found.sha256() + ") than in the backup (" + table.sha256() + "); nothing was changed.");
            }
        }
    }
}
