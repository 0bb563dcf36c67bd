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
import java.util.Optional;
import java.util.UUID;

/** The PostgreSQL and the Redis that all tests of this JVM share. Each is started when it is first asked for. */
public final class TestServers {

    /** Password of every role of the mesh. */
    public static final String PASSWORD = "mnemesh-test";

    private TestServers() {}

    /** A PostgreSQL with a bootstrapped database. */
    public static Postgres postgres() {
        return new Postgres(SharedServer.find("postgres", TestServers::startPostgres));
    }

    /** An empty Redis. */
    public static Redis redis() {
        return new Redis(SharedServer.find("redis", TestServers::startRedis));
    }

    /** Stops and starts a server under the feet of what is tested. Start it again before the test ends. */
    public abstract static sealed class Server {

        final SharedServer.Handle handle;

        Server(SharedServer.Handle handle) {
            this.handle = handle;
        }

        /** Ends it in order. @throws UnsupportedOperationException if the server is not ours */
        public void stop() {
            handle.act("stop");
        }

        /** Ends it as a crash would. @throws UnsupportedOperationException if the server is not ours */
        public void kill() {
            handle.act("kill");
        }

        /** Starts it again on the same port. @throws UnsupportedOperationException if the server is not ours */
        public void restart() {
            handle.act("restart");
        }
    }

    /** A PostgreSQL with the database, roles and schemas of the mesh. */
    public static final class Postgres extends Server {

        Postgres(SharedServer.Handle handle) {
            super(handle);
        }

        public String host() {
            return handle.fact("host");
        }

        public int port() {
            return Integer.parseInt(handle.fact("port"));
        }

        public String database() {
            return handle.fact("database");
        }

        public String jdbcUrl() {
            return "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), database());
        }

        /** A connection as a role of the mesh, for example {@code mnemesh_owner}. */
        public Connection connect(String role) throws SQLException {
            return DriverManager.getConnection(jdbcUrl(), role, PASSWORD);
        }
    }

    /** A Redis. */
    public static final class Redis extends Server {

        Redis(SharedServer.Handle handle) {
            super(handle);
        }

        public String url() {
            return handle.fact("url");
        }

        /** Ends it and removes its data. @throws UnsupportedOperationException if the server is not ours */
        public void loseData() {
            handle.act("loseData");
        }
    }

    private static SharedServer startPostgres() {
        String database = "mnemesh_test_" + UUID.randomUUID().toString().substring(0, 8);
        var bootstrap = new Bootstrap(database, PASSWORD, PASSWORD);
        Optional<String> given = environment("MNEMESH_TEST_POSTGRES_URL");
        try {
            return given.isPresent()
                    ? prepareGiven(bootstrap, URI.create(given.get()))
                    : prepareEmbedded(bootstrap, EmbeddedPostgres.start(PostgresOptions.temporary()));
        } catch (SQLException e) {
            throw new IllegalStateException("The test database cannot be prepared.", e);
        }
    }

    private static SharedServer prepareEmbedded(Bootstrap bootstrap, EmbeddedPostgres postgres) throws SQLException {
        bootstrap.run(postgres);
        return new SharedServer(
                facts("127.0.0.1", postgres.port(), bootstrap),
                Map.of("stop", postgres::stop, "kill", postgres::kill, "restart", postgres::restart));
    }

    private static SharedServer prepareGiven(Bootstrap bootstrap, URI url) throws SQLException {
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
        return new SharedServer(facts(url.getHost(), port, bootstrap), Map.of());
    }

    private static Map<String, String> facts(String host, int port, Bootstrap bootstrap) {
        return Map.of("host", host, "port", Integer.toString(port), "database", bootstrap.database());
    }

    private static void drop(Bootstrap.Connector connector, String database) {
        try (Connection connection = connector.connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        } catch (SQLException e) {
            System.err.println("The test database " + database + " is left behind: " + e.getMessage());
        }
    }

    private static SharedServer startRedis() {
        Optional<String> given = environment("MNEMESH_TEST_REDIS_URL");
        if (given.isPresent()) {
            flush(URI.create(given.get()));
            return new SharedServer(Map.of("url", given.get()), Map.of());
        }
        EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary());
        return new SharedServer(
                Map.of("url", redis.url()),
                Map.of(
                        "stop", redis::stop,
                        "kill", redis::kill,
                        "loseData", redis::loseData,
                        "restart", redis::restart));
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
