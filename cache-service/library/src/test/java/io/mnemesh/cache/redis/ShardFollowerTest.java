package io.mnemesh.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a follower tries to reach Redis, and when it leaves that to the link. */
class ShardFollowerTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean reachable = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private ServerSocket server;
    private ShardFollower follower;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        server.setSoTimeout(Math.toIntExact(WAIT.toMillis()));
        var settings = new RedisSettings(
                "redis://127.0.0.1:" + server.getLocalPort(),
                RedisClientType.STANDALONE,
                "follower",
                1,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                10);
        follower = new ShardFollower(
                new Connections(vertx, settings), settings, new Shard(0), new NoChanges(), this::ask, origin -> false);
    }

    private boolean ask() {
        asked.incrementAndGet();
        return reachable.get();
    }

    @AfterEach
    void close() throws IOException {
        follower.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldRestUntilRedisCanBeReached() throws IOException {
        follower.wake();
        await().atMost(WAIT).until(() -> asked.get() > 0 && follower.isResting());
        reachable.set(true);

        follower.wake();

        try (Socket connection = server.accept()) {
            assertThat(connection.isConnected()).isTrue();
            assertThat(follower.isResting()).isFalse();
        }
    }

    @Test
    void shouldRestAgainWhenRedisHasGone() throws IOException {
        reachable.set(true);
        follower.wake();
        try (Socket connection = server.accept()) {
            assertThat(connection.isConnected()).isTrue();
            reachable.set(false);
        }

        await().atMost(WAIT).until(follower::isResting);
    }

    private static final class NoChanges implements Changes {

        @Override
        public void changed(String cache, String tenant, String key) {
            throw new AssertionError("Nobody has changed anything.");
        }

        @Override
        public void lost(int shard) {
            throw new AssertionError("Nothing was there to be lost.");
        }
    }
}
