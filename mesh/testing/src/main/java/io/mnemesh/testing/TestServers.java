package io.mnemesh.testing;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.PostgresOptions;
import io.mnemesh.embedded.RedisOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL and the Redis that all tests of this JVM share. Class loaders of tests come and go, so what is shared
 * is kept in the system properties of the JVM, in types of the JDK.
 */
public final class TestServers {

    /** Password of every role of the mesh. */
    public static final String PASSWORD = "mnemesh-test";

    private static final String REGISTRY = "io.mnemesh.testing.servers";

    private TestServers() {}

    /**
     * A PostgreSQL with a bootstrapped database.
     *
     * @param control null if the server is not ours to stop
     */
    public record Postgres(
            String host,
            int port,
            String database,
            String superuser,
            String password,
            @Nullable Control control) {

        public String jdbcUrl() {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
        }

        /** A connection to the database as the role, for example {@code mnemesh_owner}. */
        public Connection connect(String role) throws SQLException {
            return DriverManager.getConnection(jdbcUrl(), role, role.equals(superuser) ? password : PASSWORD);
        }
    }

    /**
     * A Redis.
     *
     * @param control null if the server is not ours to stop
     */
    public record Redis(String url, @Nullable Control control) {}

    /** Stops and starts a server under the tests' feet. Start it again before the test ends. */
    public record Control(Runnable stop, Runnable kill, Runnable loseData, Runnable restart) {}

    /** Starts the server at the first call. */
    public static Postgres postgres() {
        Map<String, Object> shared = shared("postgres", TestServers::startPostgres);
        return new Postgres(
                value(shared, "host", String.class),
                value(shared, "port", Integer.class),
                value(shared, "database", String.class),
                value(shared, "superuser", String.class),
                value(shared, "password", String.class),
                control(shared));
    }

    /** Starts the server at the first call. */
    public static Redis redis() {
        Map<String, Object> shared = shared("redis", TestServers::startRedis);
        return new Redis(value(shared, "url", String.class), control(shared));
    }

    private static @Nullable Control control(Map<String, Object> shared) {
        return shared.containsKey("kill")
                ? new Control(
                        value(shared, "stop", Runnable.class),
                        value(shared, "kill", Runnable.class),
                        value(shared, "loseData", Runnable.class),
                        value(shared, "restart", Runnable.class))
                : null;
    }

    private static <T> T value(Map<String, Object> shared, String key, Class<T> type) {
        return type.cast(Objects.requireNonNull(shared.get(key), key));
    }

    @SuppressWarnings("unchecked") // nobody else writes this key
    private static Map<String, Object> shared(String name, Supplier<Map<String, Object>> start) {
        var registry = (ConcurrentHashMap<String, Map<String, Object>>)
                System.getProperties().computeIfAbsent(REGISTRY, key -> new ConcurrentHashMap<>());
        return registry.computeIfAbsent(name, key -> start.get());
    }

    private static Map<String, Object> startPostgres() {
        String database = "mnemesh_test_" + UUID.randomUUID().toString().substring(0, 8);
        var bootstrap = new Bootstrap(database, PASSWORD, PASSWORD);
        Optional<String> given = environment("MNEMESH_TEST_POSTGRES_URL");
        try {
            if (given.isPresent()) {
                return useGiven(bootstrap, URI.create(given.get()));
            }
            EmbeddedPostgres postgres = EmbeddedPostgres.start(PostgresOptions.temporary());
            bootstrap.run(postgres);
            return Map.of(
                    "host",
                    "127.0.0.1",
                    "port",
                    postgres.port(),
                    "database",
                    database,
                    "superuser",
                    EmbeddedPostgres.SUPERUSER,
                    "password",
                    "postgres",
                    "stop",
                    (Runnable) postgres::stop,
                    "kill",
                    (Runnable) postgres::kill,
                    "loseData",
                    (Runnable) () -> {
                        throw new UnsupportedOperationException("The record is not lost in tests.");
                    },
                    "restart",
                    (Runnable) postgres::restart);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database cannot be prepared.", e);
        }
    }

    private static Map<String, Object> useGiven(Bootstrap bootstrap, URI url) throws SQLException {
        String[] user = String.valueOf(url.getUserInfo()).split(":", 2);
        if (user.length != 2) {
            throw new IllegalArgumentException(
                    "MNEMESH_TEST_POSTGRES_URL has the form postgresql://user:password@host:port.");
        }
        int port = url.getPort() < 0 ? 5432 : url.getPort();
        String server = "jdbc:postgresql://%s:%d/".formatted(url.getHost(), port);
        Bootstrap.Connector connector = name -> DriverManager.getConnection(server + name, user[0], user[1]);
        bootstrap.run(connector);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(connector, bootstrap.database())));
        return Map.of(
                "host",
                url.getHost(),
                "port",
                port,
                "database",
                bootstrap.database(),
                "superuser",
                user[0],
                "password",
                user[1]);
    }

    private static void drop(Bootstrap.Connector connector, String database) {
        try (Connection connection = connector.connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        } catch (SQLException e) {
            System.err.println("The test database " + database + " is left behind: " + e.getMessage());
        }
    }

    private static Map<String, Object> startRedis() {
        Optional<String> given = environment("MNEMESH_TEST_REDIS_URL");
        if (given.isPresent()) {
            flush(URI.create(given.get()));
            return Map.of("url", given.get());
        }
        EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary());
        return Map.of(
                "url", redis.url(),
                "stop", (Runnable) redis::stop,
                "kill", (Runnable) redis::kill,
                "loseData", (Runnable) redis::loseData,
                "restart", (Runnable) redis::restart);
    }

    private static void flush(URI url) {
        int port = url.getPort() < 0 ? 6379 : url.getPort();
        try (var socket = new Socket(url.getHost(), port)) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII);
            if (!answer.equals("+OK")) {
                throw new IllegalStateException("Redis at MNEMESH_TEST_REDIS_URL refuses FLUSHALL.");
            }
        } catch (IOException e) {
            throw new IllegalStateException("Redis at MNEMESH_TEST_REDIS_URL does not answer.", e);
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
