package io.mnemesh.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EmbeddedPostgresTest {

    @Test
    void shouldServeAndLeaveNothingBehindWhenTemporary() throws SQLException {
        // Given
        var postgres = EmbeddedPostgres.start(PostgresOptions.temporary());
        String version = query(postgres, "SHOW server_version");
        Path home = postgres.data().getParent();

        // When
        postgres.close();

        // Then
        assertThat(version).startsWith("18.");
        assertThat(postgres.isRunning()).isFalse();
        assertThat(home).doesNotExist();
    }

    @Test
    void shouldKeepCommittedRowsWhenKilledAndRestarted(@TempDir Path folder) throws SQLException {
        // Given
        try (var postgres = EmbeddedPostgres.start(PostgresOptions.durable(0, folder.resolve("pg")))) {
            execute(postgres, "CREATE TABLE t (v int)", "INSERT INTO t VALUES (42)");
            long first = postgres.pid();

            // When
            postgres.kill();
            postgres.restart();

            // Then
            assertThat(query(postgres, "SELECT v FROM t")).isEqualTo("42");
            assertThat(postgres.pid()).isNotEqualTo(first);
        }
    }

    @Test
    void shouldKeepRowsWhenStartedAgainOnTheSameFolder(@TempDir Path folder) throws SQLException {
        // Given
        var options = PostgresOptions.durable(0, folder.resolve("pg"));
        try (var postgres = EmbeddedPostgres.start(options)) {
            execute(postgres, "CREATE TABLE t (v int)", "INSERT INTO t VALUES (7)");
        }

        // When
        try (var postgres = EmbeddedPostgres.start(options)) {

            // Then
            assertThat(query(postgres, "SELECT v FROM t")).isEqualTo("7");
            assertThat(postgres.log()).content().contains("ready to accept connections");
        }
    }

    @Test
    void shouldNameThePortWhenItIsBusy() throws Exception {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var options = PostgresOptions.temporary().withPort(taken.getLocalPort());

            // When / Then
            assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage(
                            "Port %d for PostgreSQL is in use by another process; stop that process or choose another port.",
                            taken.getLocalPort())
                    .extracting(e -> ((EmbeddedServerException) e).reason())
                    .isEqualTo(Reason.PORT_BUSY);
        }
    }

    @Test
    void shouldSayThatDataIsInUseWhenAnotherServerRunsOnIt(@TempDir Path folder) {
        // Given
        var options = PostgresOptions.durable(0, folder.resolve("pg"));
        try (var running = EmbeddedPostgres.start(options)) {

            // When / Then
            assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                    .hasMessageContaining("process %d", running.pid())
                    .asInstanceOf(InstanceOfAssertFactories.type(EmbeddedServerException.class))
                    .extracting(EmbeddedServerException::reason)
                    .isEqualTo(Reason.DATA_IN_USE);
            assertThat(EmbeddedPostgres.runningOn(folder.resolve("pg"))).contains(running.pid());
        }
    }

    @Test
    void shouldRefuseAWrongPassword() {
        // Given
        try (var postgres = EmbeddedPostgres.start(PostgresOptions.temporary())) {

            // When / Then
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", "guess"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void shouldGiveServicesTheirSchemaAndNoOtherWhenBootstrapped() throws SQLException {
        // Given
        var bootstrap = new Bootstrap("mnemesh", "own'er", "app");
        try (var postgres = EmbeddedPostgres.start(PostgresOptions.temporary())) {
            // When
            bootstrap.run(postgres);
            bootstrap.run(postgres);

            // Then
            String url = postgres.jdbcUrl("mnemesh");
            try (var owner = DriverManager.getConnection(url, "mnemesh_owner", "own'er");
                    var memory = DriverManager.getConnection(url, "mnemesh_memory", "app");
                    var cache = DriverManager.getConnection(url, "mnemesh_cache", "app")) {
                owner.createStatement().execute("CREATE TABLE memory.t (id bigserial, v int)");
                memory.createStatement().execute("INSERT INTO t (v) VALUES (1)");
                assertThat(first(memory, "SELECT v FROM t")).isEqualTo("1");
                assertThatThrownBy(() -> first(cache, "SELECT v FROM memory.t"))
                        .hasMessageContaining("permission denied for schema memory");
                assertThatThrownBy(() -> memory.createStatement().execute("CREATE TABLE memory.mine (v int)"))
                        .hasMessageContaining("permission denied for schema memory");
            }
        }
    }

    @Test
    void shouldUnpackOnceWhenStartedManyTimes(@TempDir Path cache) throws Exception {
        // Given
        var options = PostgresOptions.temporary().withCache(cache);
        EmbeddedPostgres.start(options).close();
        List<Path> before = list(cache);
        var made = Files.getLastModifiedTime(before.getFirst().resolve("bin/postgres"));

        // When
        EmbeddedPostgres.start(options).close();

        // Then
        assertThat(list(cache)).isEqualTo(before).hasSize(1);
        assertThat(Files.getLastModifiedTime(before.getFirst().resolve("bin/postgres")))
                .isEqualTo(made);
    }

    private static List<Path> list(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = postgres.connect("postgres");
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect("postgres")) {
            return first(connection, sql);
        }
    }

    private static String first(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
