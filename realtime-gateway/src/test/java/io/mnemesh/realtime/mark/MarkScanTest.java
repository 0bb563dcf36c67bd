package io.mnemesh.realtime.mark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.embedded.EmbeddedRedisCluster;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelKeys;
import io.mnemesh.realtime.history.TestLogs;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a Redis Cluster, whose nodes have the marks of different channels: that of {@code ./mnemesh tools redis-cluster} if it is there. */
@Tag("slow")
class MarkScanTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");
    private static final int CHANNELS = 30;

    private static EmbeddedRedisCluster cluster;
    private static Vertx vertx;
    private static RedisLines lines;

    @BeforeAll
    static void start() throws Exception {
        cluster = EmbeddedRedisCluster.start();
        var options = new RedisOptions().setType(RedisClientType.CLUSTER);
        cluster.masters().forEach(server -> options.addConnectionString(server.url()));
        vertx = Vertx.vertx();
        lines = TestLogs.lines(vertx, options);
    }

    @AfterAll
    static void stop() throws Exception {
        lines.close();
        vertx.close();
        cluster.close();
    }

    @Test
    void shouldForgetAUsersMarksOnAllNodesOfTheCluster() {
        for (ChannelId channel : channels(ACME)) {
            set(channel, new Mark("ana", "read"));
            set(channel, new Mark("ana", "worker"));
            set(channel, new Mark("anastasia", "read"));
        }
        channels(GLOBEX).forEach(channel -> set(channel, new Mark("ana", "read")));

        long forgotten = get(new MarkScan(vertx, lines).forget(ACME, "ana"));

        assertThat(forgotten).isEqualTo(2 * CHANNELS);
        assertThat(channels(ACME)).allMatch(channel -> marks(channel) == 1);
        assertThat(channels(GLOBEX)).allMatch(channel -> marks(channel) == 1);
    }

    private static List<ChannelId> channels(TenantId tenant) {
        return IntStream.range(0, CHANNELS)
                .mapToObj(i -> new ChannelId(tenant, "updates:channel-" + i))
                .toList();
    }

    private static void set(ChannelId channel, Mark mark) {
        get(lines.send(Request.cmd(Command.HSET)
                .arg(ChannelKeys.marks(channel))
                .arg(mark.field())
                .arg("epoch 1")));
    }

    private static long marks(ChannelId channel) {
        return get(lines.send(Request.cmd(Command.HLEN).arg(ChannelKeys.marks(channel))))
                .toLong();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
