package io.mnemesh.mesh.redis;

import io.mnemesh.embedded.EmbeddedRedisCluster;
import io.vertx.redis.client.RedisClientType;
import java.util.Map;

/** A Redis Cluster of three masters on this machine. */
public final class RedisClusterFixture implements AutoCloseable {

    private final EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start();

    private RedisClusterFixture() {}

    public static RedisClusterFixture start() {
        return new RedisClusterFixture();
    }

    /** New lines, as a new process would have. The test closes them. */
    public RedisLines lines() {
        var options = new io.vertx.redis.client.RedisOptions().setType(RedisClientType.CLUSTER);
        cluster.masters().forEach(master -> options.addConnectionString(master.url()));
        return new RedisLines(
                RedisFixture.VERTX,
                options,
                RedisFixture.config(RedisConfig.class, Map.of("mnemesh.redis.block", "200ms")));
    }

    /** How many masters hold keys. */
    public long mastersWithKeys() {
        return cluster.mastersWithKeys();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
