package io.mnemesh.launcher.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.launcher.stack.LauncherException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes everything that cannot be computed again into one file: all tables of all services as they were at one moment, and
 * the files with secrets that belong to them. The file is complete or not there. It is as secret as the data: only its owner
 * may read it.
 */
public final class DatabaseBackup {

    static final String MANIFEST = "manifest.json";
    static final String FILES = "files/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String version;
    private final Clock clock;

    /** @param version of Mnemesh, for the manifest */
    public DatabaseBackup(String version, Clock clock) {
        this.version = version;
        this.clock = clock;
    }

    /**
     * What was written.
     *
     * @param tables number of tables
     * @param rows   number of rows in them
     */
    public record Outcome(int tables, long rows) {}

    /**
     * Writes a backup.
     *
     * @param connection of a role that sees the rows of all tenants; it is left without a transaction
     * @param files      files to keep beside, by their name in the backup
     * @param target     the file to write, which must not exist
     * @throws LauncherException if the target exists or cannot be written, or the database cannot be read
     */
    public Outcome write(Connection connection, Map<String, Path> files, Path target) {
        if (Files.exists(target)) {
            throw new LauncherException(target + " exists; a backup is never written over another file.");
        }
        Path partial = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.deleteIfExists(partial);
            Files.createFile(
                    partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Manifest manifest;
            try (var zip = new ZipOutputStream(Files.newOutputStream(partial))) {
                manifest = write(connection, files, zip);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return new Outcome(manifest.tables().size(), manifest.rows());
        } catch (IOException | SQLException e) {
            delete(partial);
            throw new LauncherException("The backup " + target + " cannot be written: " + e.getMessage(), e);
        }
    }

    private Manifest write(Connection connection, Map<String, Path> files, ZipOutputStream zip)
            throws SQLException, IOException {
        for (var file : files.entrySet()) {
            zip.putNextEntry(new ZipEntry(FILES + file.getKey()));
            Files.copy(file.getValue(), zip);
            zip.closeEntry();
        }
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        var catalog = new Catalog(connection);
        String created = clock.instant().toString();
        var copies = new ArrayList<Manifest.TableCopy>();
        for (Catalog.Table table : catalog.tables()) {
            zip.putNextEntry(new ZipEntry(new Manifest.TableCopy(table.name(), List.of(), 0, "").entry()));
            copies.add(copy(connection, table, zip));
            zip.closeEntry();
        }
        // Sequences know no transactions: read last, they are beyond every number in the tables.
        var manifest = new Manifest(
                Manifest.FORMAT, created, version, catalog.server(), catalog.versions(), copies, catalog.sequences());
        connection.rollback();
        zip.putNextEntry(new ZipEntry(MANIFEST));
        zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        zip.closeEntry();
        return manifest;
    }

    /** Copies the rows of a table to a stream and says what they were; the stream stays open. */
    static Manifest.TableCopy copy(Connection connection, Catalog.Table table, OutputStream out)
            throws SQLException, IOException {
        CopyManager copier = connection.unwrap(PGConnection.class).getCopyAPI();
        MessageDigest digest = sha256();
        String source = table.name() + " (" + String.join(", ", table.columns()) + ")";
        long rows = copier.copyOut("COPY " + source + " TO STDOUT", new DigestOutputStream(new Unclosed(out), digest));
        return new Manifest.TableCopy(
                table.name(), table.columns(), rows, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The driver closes what it has written to; the archive goes on. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
