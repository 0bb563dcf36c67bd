package io.mnemesh.launcher.stack;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The database of a stack, for what is done to it as a whole: that of a running stack, or a stopped one's, which runs until
 * this is closed. The services do not run for it.
 */
public final class StackDatabase implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration MIGRATION = Duration.ofMinutes(2);

    private final StackConfig config;
    private final Secrets secrets;
    private final @Nullable PostgresProcess own;

    private StackDatabase(StackConfig config) {
        this.config = config;
        secrets = Secrets.in(config.data());
        if (EmbeddedPostgres.runningOn(config.data().resolve("postgres")).isPresent()) {
            own = null;
        } else {
            own = new PostgresProcess(config, secrets);
            own.start();
            own.prepare();
        }
    }

    /**
     * Opens the database of a data directory, which is made if there is none.
     *
     * @throws LauncherException if it cannot be started
     */
    public static StackDatabase open(StackConfig config) {
        return new StackDatabase(config);
    }

    /** A connection as the superuser, who sees the rows of all tenants. */
    public Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", EmbeddedPostgres.SUPERUSER);
        properties.setProperty("password", secrets.superuserPassword());
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + config.ports().postgres() + "/" + Bootstrap.DATABASE, properties);
    }

    /** The files with secrets without which the rows are of no use, by their path in the data directory. */
    public Map<String, Path> files() {
        var files = new LinkedHashMap<String, Path>();
        for (String name : new String[] {"secrets.properties", "gateway/admin-key"}) {
            Path file = config.data().resolve(name);
            if (Files.exists(file)) {
                files.put(name, file);
            }
        }
        return files;
    }

    /**
     * Brings the schemas of all services up to date, as an init container does.
     *
     * @throws LauncherException if a service ends otherwise than well
     */
    public void migrate(StackListener listener) {
        var environment = new ServiceEnvironment(config, secrets);
        var running = new ArrayList<ServiceProcess>();
        for (Service service : Service.values()) {
            var settings = new HashMap<>(environment.of(service));
            settings.put("QUARKUS_INIT_AND_EXIT", "true");
            settings.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "true");
            var process = new ServiceProcess(service, config, settings, listener);
            process.start();
            running.add(process);
        }
        for (ServiceProcess process : running) {
            int exit = process.awaitExit(MIGRATION);
            if (exit != 0) {
                running.forEach(other -> other.stop(GRACE));
                throw new LauncherException("The schema of " + process.name() + " cannot be made (status " + exit
                        + "); its log is " + config.logs().resolve(process.name() + ".log") + ".");
            }
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.stop(GRACE);
        }
    }
}
