package io.mnemesh.systemtests;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.Ports;
import io.mnemesh.embedded.PostgresOptions;
import io.mnemesh.embedded.RedisOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A PostgreSQL, a Redis and signed tokens for processes that run without the rest of the mesh. */
final class NodeStores implements AutoCloseable {

    private static final String PASSWORD = "nothing-secret";

    private static final String MASTER_KEY =
            Base64.getEncoder().encodeToString("thirty-two bytes for tests only!".getBytes(StandardCharsets.US_ASCII));

    private final SignedTokens tokens = new SignedTokens();
    private final EmbeddedPostgres postgres;
    private final EmbeddedRedis redis;

    /**
     * Starts both.
     *
     * @param folder where data go
     * @param logs   where what they say goes
     */
    NodeStores(Path folder, Path logs) {
        this.postgres = EmbeddedPostgres.start(PostgresOptions.durable(Ports.free(), folder.resolve("postgres"))
                .withPassword(PASSWORD)
                .withLog(logs.resolve("postgres.log")));
        this.redis = EmbeddedRedis.start(
                RedisOptions.durable(Ports.free(), folder.resolve("redis")).withLog(logs.resolve("redis.log")));
    }

    /** Makes the database, its schemas and its roles. */
    void bootstrap() throws SQLException {
        new Bootstrap(Bootstrap.DATABASE, PASSWORD, PASSWORD).run(postgres);
    }

    /** What a process has to be told to use them; {@code data} is its own folder. */
    Map<String, String> environment(Path data) {
        var environment = new HashMap<String, String>();
        environment.put("MNEMESH_POSTGRES_HOST", "127.0.0.1");
        environment.put("MNEMESH_POSTGRES_PORT", Integer.toString(postgres.port()));
        environment.put("MNEMESH_POSTGRES_PASSWORD", PASSWORD);
        environment.put("MNEMESH_POSTGRES_OWNER_PASSWORD", PASSWORD);
        environment.put("MNEMESH_REDIS_URL", "redis://127.0.0.1:" + redis.port());
        environment.put("MNEMESH_DATA_DIR", data.toString());
        environment.put("MNEMESH_IDENTITY_JWKS", tokens.jwks());
        return environment;
    }

    /** A key for the gateways of these stores to keep their signing keys under: 32 bytes in base64. */
    String masterKey() {
        return MASTER_KEY;
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    EmbeddedRedis redis() {
        return redis;
    }

    SignedTokens tokens() {
        return tokens;
    }

    @Override
    public void close() {
        redis.close();
        postgres.close();
    }
}
