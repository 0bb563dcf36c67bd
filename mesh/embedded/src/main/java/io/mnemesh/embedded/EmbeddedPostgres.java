package io.mnemesh.embedded;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A PostgreSQL 18 server. Every connection needs a password; the superuser is {@code postgres}. If it outlived a JVM that
 * was killed, a later start on the same data says that the folder is in use. Thread-safe.
 */
public final class EmbeddedPostgres extends EmbeddedServer {

    /** Name of the superuser. */
    public static final String SUPERUSER = "postgres";

    private static final String NAME = "PostgreSQL";

    private final PostgresOptions options;
    private final Path binaries;
    private final Privileges privileges;

    private EmbeddedPostgres(PostgresOptions options, Home home) {
        super(NAME, home, home.log(options.log(), "postgres.log"), options.port(), "INT");
        this.options = options;
        this.privileges = Privileges.current();
        this.binaries =
                new BinaryCache(options.cache()).archive(Platform.current().postgresArchive(), "postgres");
        home.letOthersEnter();
        Folders.prepare(data());
        initialise();
    }

    /**
     * Starts a server and waits until it takes connections.
     *
     * @throws EmbeddedServerException if it cannot be started
     */
    public static EmbeddedPostgres start(PostgresOptions options) {
        return Home.startIn(options.data(), "mnemesh-postgres-", home -> new EmbeddedPostgres(options, home));
    }

    /** The process that serves from the data folder, of whatever run, if it is alive. */
    public static Optional<Long> runningOn(Path data) {
        try {
            Path file = data.resolve("postmaster.pid");
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> handle.info().command().orElse("postgres").contains("postgres"))
                    .map(ProcessHandle::pid);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** URL of a database for the JDBC driver. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(), database);
    }

    /** A connection as the superuser. */
    public Connection connect(String database) throws SQLException {
        return connect(database, Duration.ofSeconds(10));
    }

    private void initialise() {
        if (Files.exists(data().resolve("PG_VERSION"))) {
            return;
        }
        Path secret = data().resolveSibling(data().getFileName() + ".init");
        try {
            Files.writeString(secret, options.password());
            privileges.own(secret);
            privileges.own(data());
            ServerProcess.start(
                            "initdb",
                            privileges.command(List.of(
                                    binaries.resolve("bin/initdb").toString(),
                                    "--pgdata=" + data(),
                                    "--username=" + SUPERUSER,
                                    "--pwfile=" + secret,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    "--locale=C",
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8",
                                    options.durable() ? "--data-checksums" : "--no-sync")),
                            binaries,
                            log())
                    .awaitSuccess(options.startTimeout());
        } catch (IOException e) {
            throw Folders.failure("The data folder " + data() + " cannot be made.", e);
        } finally {
            try {
                Files.deleteIfExists(secret);
            } catch (IOException e) {
                // The next start writes over it.
            }
        }
    }

    @Override
    ServerProcess launch() {
        runningOn(data()).ifPresent(pid -> {
            throw new EmbeddedServerException(
                    Reason.DATA_IN_USE,
                    "PostgreSQL of an earlier run (process %d) still uses %s; stop it first.".formatted(pid, data()));
        });
        Folders.prepare(data());
        Ports.claim(port(), NAME);
        var started = ServerProcess.start(NAME, privileges.command(command()), binaries, log());
        started.awaitReady(this::answers, options.startTimeout());
        return started;
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(binaries.resolve("bin/postgres").toString());
        command.add("-D");
        command.add(data().toString());
        set(command, "listen_addresses", "127.0.0.1");
        set(command, "port", Integer.toString(port()));
        set(command, "unix_socket_directories", "");
        set(command, "shared_buffers", options.sharedBuffers() + "MB");
        set(command, "max_connections", "200");
        set(command, "io_method", "sync");
        set(command, "jit", "off");
        set(command, "max_wal_size", "256MB");
        set(command, "max_logical_replication_workers", "0");
        set(command, "wal_level", "minimal");
        set(command, "max_wal_senders", "0");
        set(command, "log_checkpoints", "off");
        if (!options.durable()) {
            set(command, "fsync", "off");
            set(command, "full_page_writes", "off");
        }
        return command;
    }

    private static void set(List<String> command, String key, String value) {
        command.add("-c");
        command.add(key + "=" + value);
    }

    private boolean answers() {
        try (Connection connection = connect(SUPERUSER, Duration.ofSeconds(2))) {
            return connection.isValid(2);
        } catch (SQLException e) {
            // A refused password means that it answers, from data made with another one.
            return "28P01".equals(e.getSQLState());
        }
    }

    private Connection connect(String database, Duration limit) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", options.password());
        properties.setProperty("loginTimeout", Long.toString(limit.toSeconds()));
        properties.setProperty("connectTimeout", Long.toString(limit.toSeconds()));
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }
}
