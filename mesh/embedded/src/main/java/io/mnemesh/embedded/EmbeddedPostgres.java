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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 18 server as a child process on 127.0.0.1. Every connection needs a password; the superuser is {@code
 * postgres}. It can be stopped, killed and started again on the same data and port. It ends with this JVM unless the JVM
 * is itself killed; a later start on the same data then says that the folder is in use. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** Name of the superuser. */
    public static final String SUPERUSER = "postgres";

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final String NAME = "PostgreSQL";

    private final PostgresOptions options;
    private final int port;
    private final Path binaries;
    private final Path data;
    private final Path log;
    private final @Nullable Path temporary;
    private final Privileges privileges;
    private final Thread hook;
    private ServerProcess process;

    private EmbeddedPostgres(PostgresOptions options, Path home, @Nullable Path temporary) {
        this.options = options;
        this.temporary = temporary;
        this.data = temporary == null ? home : home.resolve("data");
        Path givenLog = options.log();
        this.log = givenLog == null ? data.resolveSibling("postgres.log") : givenLog.toAbsolutePath();
        this.privileges = Privileges.current();
        this.port = Ports.claim(options.port(), NAME);
        this.binaries =
                new BinaryCache(options.cache()).archive(Platform.current().postgresArchive(), "postgres");
        Folders.prepare(data);
        initialise();
        this.process = launch();
        this.hook = new Thread(this::endQuickly, "stop-postgres");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a server and waits until it takes connections.
     *
     * @throws EmbeddedServerException if it cannot be started
     */
    public static EmbeddedPostgres start(PostgresOptions options) {
        Path given = options.data();
        if (given != null) {
            return new EmbeddedPostgres(options, given.toAbsolutePath(), null);
        }
        Path temporary = temporaryFolder();
        try {
            return new EmbeddedPostgres(options, temporary, temporary);
        } catch (EmbeddedServerException e) {
            remove(temporary);
            throw e;
        }
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

    public int port() {
        return port;
    }

    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean isRunning() {
        return process.isAlive();
    }

    /** Completes with the exit code when the present run ends. */
    public synchronized CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    public Path data() {
        return data;
    }

    public Path log() {
        return log;
    }

    /** URL of a database for the JDBC driver. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** A connection as the superuser. */
    public Connection connect(String database) throws SQLException {
        return connect(database, Duration.ofSeconds(10));
    }

    /** Ends the server as an orderly operator would: sessions are ended, data is flushed. */
    public synchronized void stop() {
        process.stop("INT", STOP_LIMIT);
    }

    /** Ends the server as a crash would. */
    public synchronized void kill() {
        process.kill();
    }

    /** Starts the server again on the same data and port, after {@link #stop()}, {@link #kill()} or a crash. */
    public synchronized void restart() {
        if (process.isAlive()) {
            stop();
        }
        process = launch();
    }

    /** Leaves the stop at the end of this JVM to the caller, who has an order to keep and calls {@link #close()}. */
    public synchronized void stoppedByCaller() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** Stops the server and removes its data if it is temporary. */
    @Override
    public synchronized void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way out and runs the hook itself.
        }
        if (temporary == null) {
            stop();
        } else {
            endQuickly();
        }
    }

    private void endQuickly() {
        if (temporary == null) {
            process.stop("INT", STOP_LIMIT);
        } else {
            process.kill();
            remove(temporary);
        }
    }

    private void initialise() {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        Path secret = data.resolveSibling(data.getFileName() + ".init");
        try {
            Files.writeString(secret, options.password());
            privileges.own(secret);
            privileges.own(data);
            ServerProcess.start(
                            "initdb",
                            privileges.command(List.of(
                                    binaries.resolve("bin/initdb").toString(),
                                    "--pgdata=" + data,
                                    "--username=" + SUPERUSER,
                                    "--pwfile=" + secret,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    "--locale=C",
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8",
                                    options.durable() ? "--data-checksums" : "--no-sync")),
                            binaries,
                            log)
                    .awaitSuccess(options.startTimeout());
        } catch (IOException e) {
            throw Folders.failure("The data folder " + data + " cannot be made.", e);
        } finally {
            try {
                Files.deleteIfExists(secret);
            } catch (IOException e) {
                // The next start writes over it.
            }
        }
    }

    private ServerProcess launch() {
        runningOn(data).ifPresent(pid -> {
            throw new EmbeddedServerException(
                    Reason.DATA_IN_USE,
                    "PostgreSQL of an earlier run (process %d) still uses %s; stop it first.".formatted(pid, data));
        });
        Folders.prepare(data);
        Ports.claim(port, NAME);
        var started = ServerProcess.start(NAME, privileges.command(command()), binaries, log);
        started.awaitReady(this::answers, options.startTimeout());
        return started;
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(binaries.resolve("bin/postgres").toString());
        command.add("-D");
        command.add(data.toString());
        set(command, "listen_addresses", "127.0.0.1");
        set(command, "port", Integer.toString(port));
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

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("mnemesh-postgres-");
            Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            return folder;
        } catch (IOException e) {
            throw Folders.failure("A temporary folder cannot be made.", e);
        }
    }

    private static void remove(Path folder) {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            // Left for the system's own cleaning of temporary files.
        }
    }
}
