package io.mnemesh.launcher.stack;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import io.mnemesh.embedded.PostgresOptions;
import java.sql.SQLException;

/** The stack's PostgreSQL. */
final class PostgresProcess extends EmbeddedProcess<EmbeddedPostgres> {

    private final Secrets secrets;

    PostgresProcess(StackConfig config, Secrets secrets) {
        super("postgres", () -> EmbeddedPostgres.start(options(config, secrets)));
        this.secrets = secrets;
    }

    private static PostgresOptions options(StackConfig config, Secrets secrets) {
        return PostgresOptions.durable(config.ports().postgres(), config.data().resolve("postgres"))
                .withPassword(secrets.superuserPassword())
                .withLog(config.logs().resolve("postgres.log"));
    }

    /** Makes database, schemas and roles; changes nothing where they are. */
    void prepare() {
        EmbeddedPostgres current = server();
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
