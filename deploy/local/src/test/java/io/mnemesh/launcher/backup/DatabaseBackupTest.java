package io.mnemesh.launcher.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import io.mnemesh.embedded.PostgresOptions;
import io.mnemesh.launcher.stack.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseBackupTest {

    private static final String SCHEMA = """
        DROP SCHEMA IF EXISTS memory CASCADE;
        CREATE SCHEMA memory AUTHORIZATION mnemesh_owner;
        CREATE TABLE memory.flyway_schema_history (installed_rank int, version text, success boolean);
        INSERT INTO memory.flyway_schema_history VALUES (1, '1', true), (2, '22', true);
        CREATE TABLE memory.parent (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, content text);
        CREATE TABLE memory.child (
            parent bigint NOT NULL REFERENCES memory.parent (id),
            "order" int, bytes bytea, tags text[],
            twice int GENERATED ALWAYS AS ("order" * 2) STORED);
        """;

    private static final String ROWS = """
        INSERT INTO memory.parent (content) VALUES ('plain'), (E'tab\\tnew\\nline \\\\N'), (NULL), ('größe 東京');
        INSERT INTO memory.child VALUES (2, 7, '\\x00ff'::bytea, ARRAY['a', NULL, 'c,d']), (1, NULL, NULL, '{}');
        """;

    private static EmbeddedPostgres server;

    @TempDir
    Path folder;

    private final DatabaseBackup backup =
            new DatabaseBackup("1.2.3", Clock.fixed(Instant.parse("2026-11-28T10:00:00Z"), ZoneOffset.UTC));

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(PostgresOptions.temporary());
        new Bootstrap(Bootstrap.DATABASE, "owner", "app").run(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() throws SQLException {
        execute(SCHEMA);
        execute(ROWS);
    }

    @Test
    void shouldRestoreEveryRowWhenAllIsGone() throws Exception {
        Path file = write();
        execute("TRUNCATE memory.parent, memory.child; ALTER SEQUENCE memory.parent_id_seq RESTART");

        DatabaseBackup.Outcome restored = restore(file);

        assertThat(restored).isEqualTo(new DatabaseBackup.Outcome(2, 6));
        assertThat(ask("SELECT content FROM memory.parent WHERE id = 2")).isEqualTo("tab\tnew\nline \\N");
        assertThat(ask("SELECT tags[3] || twice FROM memory.child WHERE parent = 2"))
                .isEqualTo("c,d14");
        assertThat(ask("INSERT INTO memory.parent (content) VALUES ('next') RETURNING id"))
                .isEqualTo("5");
    }

    @Test
    void shouldReplaceWhatCameAfterTheBackup() throws Exception {
        Path file = write();
        execute("INSERT INTO memory.parent (content) VALUES ('later')");

        restore(file);

        assertThat(ask("SELECT count(*) FROM memory.parent")).isEqualTo("4");
    }

    @Test
    void shouldSeeOneMomentWhenRowsComeMeanwhile() throws Exception {
        try (Connection reader = connect()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var before = new Catalog(reader).tables();
            execute("INSERT INTO memory.parent (content) VALUES ('meanwhile')");

            var copy = DatabaseBackup.copy(reader, before.getLast(), java.io.OutputStream.nullOutputStream());

            assertThat(copy.rows()).isEqualTo(4);
        }
    }

    @Test
    void shouldKeepFilesForTheirOwnerOnly() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "secret");
        Path file = folder.resolve("with-files.zip");
        try (Connection connection = connect()) {
            backup.write(connection, Map.of("gateway/admin-key", key), file);
        }

        try (var opened = BackupFile.open(file)) {
            opened.unpackFiles(folder.resolve("data"));
        }

        Path unpacked = folder.resolve("data/gateway/admin-key");
        assertThat(unpacked).hasContent("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unpacked)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldRefuseADamagedBackup() throws Exception {
        Path file = write();
        try (var zip = FileSystems.newFileSystem(file)) {
            Files.writeString(zip.getPath("tables/memory.parent.copy"), "1\tforged\n", StandardCharsets.UTF_8);
        }

        assertThatExceptionOfType(LauncherException.class)
                .isThrownBy(() -> BackupFile.open(file))
                .withMessageContaining("is damaged: table memory.parent has the SHA-256 ");
    }

    @Test
    void shouldRefuseWhatIsNoBackup() throws IOException {
        Path file = Files.writeString(folder.resolve("other.zip"), "something else");

        assertThatExceptionOfType(LauncherException.class)
                .isThrownBy(() -> BackupFile.open(file))
                .withMessageContaining("other.zip is not a whole backup");
    }

    @Test
    void shouldChangeNothingWhenTheSchemaIsNewer() throws Exception {
        Path file = write();
        execute("INSERT INTO memory.flyway_schema_history VALUES (3, '23', true)");
        execute("DELETE FROM memory.child");

        assertThatExceptionOfType(LauncherException.class)
                .isThrownBy(() -> restore(file))
                .withMessageContaining("made by Mnemesh 1.2.3 with schemas {memory=22}, this one has {memory=23}");
        assertThat(ask("SELECT count(*) FROM memory.child")).isEqualTo("0");
    }

    @Test
    void shouldNotWriteOverAFile() throws Exception {
        Path file = write();

        try (Connection connection = connect()) {
            assertThatExceptionOfType(LauncherException.class)
                    .isThrownBy(() -> backup.write(connection, Map.of(), file))
                    .withMessageEndingWith("exists; a backup is never written over another file.");
        }
    }

    private Path write() throws SQLException {
        Path file = folder.resolve("backup.zip");
        try (Connection connection = connect()) {
            backup.write(connection, Map.of(), file);
        }
        return file;
    }

    private static DatabaseBackup.Outcome restore(Path file) throws SQLException {
        try (var opened = BackupFile.open(file);
                Connection connection = connect()) {
            return new DatabaseRestore(opened).into(connection);
        }
    }

    private static Connection connect() throws SQLException {
        return server.connect(Bootstrap.DATABASE);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
