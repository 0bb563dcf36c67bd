package io.mnemesh.cache.core;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.PostgresOptions;
import io.mnemesh.embedded.RedisOptions;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The real Redis and PostgreSQL that the tests of this JVM share and stop as they like; tests keep apart by services. */
final class Servers {

    static final Vertx VERTX = Vertx.vertx();
    static final EmbeddedRedis REDIS = EmbeddedRedis.start(RedisOptions.temporary());
    static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.start(PostgresOptions.temporary());
    static final Pool POOL = prepare();

    private Servers() {}

    private static Pool prepare() {
        try {
            new Bootstrap(Bootstrap.DATABASE, ServicePool.PASSWORD, ServicePool.PASSWORD).run(POSTGRES);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        owner(migration("/db/cache/V0_2__cache.sql"));
        owner(migration("/db/cache/R__cache_hot.sql"));
        owner(migration("/db/cache/R__cache_tags.sql"));
        owner(migration("/db/cache/R__cache_writes.sql"));
        // What somebody's store is in the tests.
        owner("create table target (tenant text, key text, value text, version bigint not null,"
                + " primary key (tenant, key))");
        var pool = ServicePool.connect(VERTX, POSTGRES.port());
        // No test is to be the one whose first call connects, within the time a call may take.
        pool.query("select 1").execute().await().atMost(Duration.ofSeconds(30));
        return pool;
    }

    /** Changes the schema. */
    static void owner(String statements) {
        try (var connection = owner();
                var statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody else reads or writes the table until the connection is closed. */
    static Connection locking(String table) throws SQLException {
        var connection = owner();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("lock table " + table + " in access exclusive mode");
        }
        return connection;
    }

    private static Connection owner() throws SQLException {
        return DriverManager.getConnection(
                POSTGRES.jdbcUrl(Bootstrap.DATABASE) + "?currentSchema=cache", "mnemesh_owner", ServicePool.PASSWORD);
    }

    private static String migration(String name) {
        try (InputStream in = Objects.requireNonNull(
                Servers.class.getResourceAsStream(name), "the migration is not on the class path")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one command to Redis and returns the first line of the answer. */
    static String redis(String... words) {
        return redis(List.of(words).stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    static String redis(List<byte[]> words) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), REDIS.port())) {
            socket.setSoTimeout(5_000);
            var out = new java.io.ByteArrayOutputStream();
            out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
            for (byte[] word : words) {
                out.writeBytes(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.writeBytes(word);
                out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            socket.getOutputStream().write(out.toByteArray());
            var line = new ArrayList<Byte>();
            int b;
            while ((b = socket.getInputStream().read()) != '\n' && b >= 0) {
                line.add((byte) b);
            }
            var bytes = new byte[line.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = line.get(i);
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
