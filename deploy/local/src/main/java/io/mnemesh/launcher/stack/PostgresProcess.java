package io.mnemesh.launcher.stack;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import io.mnemesh.embedded.EmbeddedServerException;
import io.mnemesh.embedded.PostgresOptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The stack's PostgreSQL. A start returns when it takes connections. */
final class PostgresProcess implements ManagedProcess {

    private final PostgresOptions options;
    private final Secrets secrets;
    private volatile @Nullable EmbeddedPostgres server;
    private volatile @Nullable Instant startedAt;

    PostgresProcess(StackConfig config, Secrets secrets) {
        Path data = config.data().resolve("postgres");
        this.options = PostgresOptions.durable(config.ports().postgres(), data)
                .withPassword(secrets.superuserPassword())
                .withLog(config.logs().resolve("postgres.log"));
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void start() {
        startedAt = Instant.now();
        try {
            EmbeddedPostgres current = server;
            if (current == null) {
                EmbeddedPostgres started = EmbeddedPostgres.start(options);
                started.stoppedByCaller();
                server = started;
            } else {
                current.restart();
            }
        } catch (EmbeddedServerException e) {
            throw new LauncherException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public boolean ready() {
        return alive();
    }

    @Override
    public @Nullable ProcessHandle handle() {
        EmbeddedPostgres current = server;
        return current == null ? null : ProcessHandle.of(current.pid()).orElse(null);
    }

    @Override
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    @Override
    public int exitCode() {
        EmbeddedPostgres current = server;
        return current == null ? 0 : current.onExit().getNow(0);
    }

    @Override
    public String report() {
        return "see its log";
    }

    @Override
    public void stop(Duration grace) {
        EmbeddedPostgres current = server;
        if (current != null) {
            current.close();
        }
    }

    /** Makes database, schemas and roles; changes nothing where they are. */
    void prepare() {
        EmbeddedPostgres current = server;
        if (current == null) {
            throw new IllegalStateException("PostgreSQL was not started.");
        }
        try {
            new Bootstrap(Bootstrap.DATABASE, secrets.ownerPassword(), secrets.appPassword()).run(current);
        } catch (SQLException e) {
            throw new LauncherException("The database cannot be prepared: " + e.getMessage(), e);
        }
    }
}
