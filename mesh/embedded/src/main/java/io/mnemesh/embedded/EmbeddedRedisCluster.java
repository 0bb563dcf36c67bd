package io.mnemesh.embedded;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A Redis Cluster of three masters without replicas on 127.0.0.1, each an {@link EmbeddedRedis} with temporary data. It
 * runs the package manager's Redis if {@code ./mnemesh tools redis-cluster} got it, else the binary on the class path.
 */
public final class EmbeddedRedisCluster implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final Duration FORMATION_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private final List<EmbeddedRedis> masters = new ArrayList<>();

    private EmbeddedRedisCluster() {}

    /**
     * Starts the masters, gives each its share of the slots and waits until all know of all.
     *
     * @throws EmbeddedServerException if it cannot be started
     */
    public static EmbeddedRedisCluster start() {
        var cluster = new EmbeddedRedisCluster();
        try {
            cluster.begin();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public List<EmbeddedRedis> masters() {
        return List.copyOf(masters);
    }

    /** How many masters hold keys. */
    public long mastersWithKeys() {
        return masters.stream()
                .filter(master -> !ask(master, "DBSIZE").equals("0"))
                .count();
    }

    @Override
    public void close() {
        masters.forEach(EmbeddedRedis::close);
    }

    private void begin() {
        RedisOptions options = RedisOptions.temporary()
                .withServer(OptionalTool.folder("redis-cluster")
                        .map(folder -> folder.resolve("bin/redis-server"))
                        .orElse(null))
                .withExtra(
                        List.of("cluster-enabled yes", "cluster-config-file nodes.conf", "cluster-node-timeout 2000"));
        for (int i = 0; i < MASTERS; i++) {
            masters.add(EmbeddedRedis.start(options));
        }
        for (int i = 0; i < MASTERS; i++) {
            join(i);
        }
        awaitWhole();
    }

    private void join(int i) {
        EmbeddedRedis master = masters.get(i);
        int first = SLOTS * i / MASTERS;
        int last = SLOTS * (i + 1) / MASTERS - 1;
        ask(master, "CLUSTER", "ADDSLOTSRANGE", Integer.toString(first), Integer.toString(last));
        ask(master, "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        ask(
                master,
                "CLUSTER",
                "MEET",
                "127.0.0.1",
                Integer.toString(masters.getFirst().port()));
    }

    private void awaitWhole() {
        long limit = System.nanoTime() + FORMATION_LIMIT.toNanos();
        while (!masters.stream().allMatch(EmbeddedRedisCluster::isWhole)) {
            if (System.nanoTime() - limit > 0) {
                throw new EmbeddedServerException(
                        Reason.NOT_READY,
                        "The Redis Cluster was not whole after " + FORMATION_LIMIT.toSeconds() + " s.");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean isWhole(EmbeddedRedis master) {
        String info = ask(master, "CLUSTER", "INFO");
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS);
    }

    private static String ask(EmbeddedRedis master, String... command) {
        try (var dialogue = new RedisDialogue(master.port())) {
            return dialogue.ask(command);
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    Reason.FAILED, "A master of the Redis Cluster does not do as it is asked.", e);
        }
    }
}
