package io.mnemesh.benchmarks.cache;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.PostgresOptions;
import io.mnemesh.embedded.RedisOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A Redis and a PostgreSQL with the tables of the cache library and of the records beneath it, gone at the end. */
final class CacheServers implements AutoCloseable {

    static final String USER = "mnemesh_cache";
    static final String PASSWORD = "cache-benchmark";

    private static final String SCHEMA = "cache";
    private static final List<String> MIGRATIONS =
            List.of("V0_2__cache.sql", "R__cache_hot.sql", "R__cache_tags.sql", "R__cache_writes.sql");

    private final EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary());
    private final EmbeddedPostgres postgres = EmbeddedPostgres.start(PostgresOptions.temporary());

    CacheServers() throws IOException, SQLException {
        new Bootstrap(Bootstrap.DATABASE, PASSWORD, PASSWORD).run(postgres);
        try (Connection owner = DriverManager.getConnection(
                        postgres.jdbcUrl(Bootstrap.DATABASE) + "?currentSchema=" + SCHEMA, "mnemesh_owner", PASSWORD);
                Statement statement = owner.createStatement()) {
            for (String migration : MIGRATIONS) {
                statement.execute(migration(migration));
            }
            statement.execute("create table record (key text primary key, version bigint not null)");
        }
    }

    private static String migration(String name) throws IOException {
        try (InputStream in = CacheServers.class.getResourceAsStream("/db/cache/" + name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Addresses addresses() {
        return new Addresses(redis.port(), postgres.port());
    }

    EmbeddedRedis redis() {
        return redis;
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    /** A connection to the database as the superuser. */
    Connection superuser() throws SQLException {
        return postgres.connect(Bootstrap.DATABASE);
    }

    @Override
    public void close() {
        postgres.close();
        redis.close();
    }
}
