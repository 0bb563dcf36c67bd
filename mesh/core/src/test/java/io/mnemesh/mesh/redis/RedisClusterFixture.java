package io.mnemesh.mesh.redis;

import static org.awaitility.Awaitility.await;

import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.RedisOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters on this machine. */
public final class RedisClusterFixture implements AutoCloseable {

    private static final int SLOTS = 16_384;

    private final List<EmbeddedRedis> masters;

    private RedisClusterFixture(List<EmbeddedRedis> masters) {
        this.masters = masters;
    }

    public static RedisClusterFixture start() {
        List<EmbeddedRedis> masters = IntStream.range(0, 3)
                .mapToObj(i -> EmbeddedRedis.start(RedisOptions.temporary()
                        .withExtra(List.of(
                                "cluster-enabled yes", "cluster-config-file nodes.conf", "cluster-node-timeout 2000"))))
                .toList();
        var cluster = new RedisClusterFixture(masters);
        cluster.form();
        return cluster;
    }

    /** New lines, as a new process would have. The test closes them. */
    public RedisLines lines() {
        var options = new io.vertx.redis.client.RedisOptions().setType(RedisClientType.CLUSTER);
        masters.forEach(master -> options.addConnectionString(master.url()));
        return new RedisLines(
                RedisFixture.VERTX,
                options,
                RedisFixture.config(RedisConfig.class, Map.of("mnemesh.redis.block", "200ms")));
    }

    /** How many masters hold keys. */
    public long mastersWithKeys() {
        return masters.stream()
                .filter(master -> command(master, Request.cmd(Command.DBSIZE)).toLong() > 0)
                .count();
    }

    @Override
    public void close() {
        masters.forEach(EmbeddedRedis::close);
    }

    private void form() {
        for (int i = 0; i < masters.size(); i++) {
            int first = SLOTS * i / masters.size();
            int last = SLOTS * (i + 1) / masters.size() - 1;
            command(
                    masters.get(i),
                    Request.cmd(Command.CLUSTER).arg("ADDSLOTSRANGE").arg(first).arg(last));
            command(
                    masters.getFirst(),
                    Request.cmd(Command.CLUSTER)
                            .arg("MEET")
                            .arg("127.0.0.1")
                            .arg(masters.get(i).port()));
        }
        await().atMost(RedisFixture.PATIENCE)
                .pollInterval(java.time.Duration.ofMillis(50))
                .until(() -> masters.stream().allMatch(RedisClusterFixture::isWhole));
    }

    private static boolean isWhole(EmbeddedRedis master) {
        String info = command(master, Request.cmd(Command.CLUSTER).arg("INFO")).toString();
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
    }

    private static Response command(EmbeddedRedis master, Request request) {
        RedisLines lines = RedisFixture.lines(master.url());
        try {
            return lines.send(request).await().atMost(RedisFixture.PATIENCE);
        } finally {
            lines.close();
        }
    }
}
