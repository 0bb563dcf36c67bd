package io.mnemesh.launcher.backup;

import io.mnemesh.launcher.Main;
import io.mnemesh.launcher.stack.LauncherException;
import io.mnemesh.launcher.stack.StackConfig;
import io.mnemesh.launcher.stack.StackDatabase;
import io.mnemesh.launcher.stack.StackListener;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/** Backups of a stack's data directory. */
public final class StackBackup {

    private final StackConfig stack;

    public StackBackup(StackConfig stack) {
        this.stack = stack;
    }

    /**
     * Writes a backup of a stack, running or not.
     *
     * @param target file to write
     * @throws LauncherException if it exists or cannot be written
     */
    public DatabaseBackup.Outcome write(Path target) {
        try (var database = StackDatabase.open(stack);
                var connection = database.connect()) {
            return new DatabaseBackup(Main.version(), Clock.systemUTC())
                    .write(connection, database.files(), target.toAbsolutePath());
        } catch (SQLException e) {
            throw new LauncherException("The database cannot be reached: " + e.getMessage(), e);
        }
    }

    /**
     * Fills an empty data directory. Only the record is restored: what is derived from it (search index, caches, streams)
     * starts empty, and the services build it again at their next start.
     *
     * @throws LauncherException if the backup does not fit this version
     */
    public DatabaseBackup.Outcome restore(BackupFile backup, StackListener listener) {
        backup.unpackFiles(stack.data());
        try (var database = StackDatabase.open(stack)) {
            database.migrate(listener);
            try (var connection = database.connect()) {
                return new DatabaseRestore(backup).into(connection);
            }
        } catch (SQLException e) {
            throw new LauncherException("The database cannot be reached: " + e.getMessage(), e);
        }
    }
}
