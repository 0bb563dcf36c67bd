package io.mnemesh.mesh.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.problem.Failures;
import io.vertx.core.net.NetServer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisLineTest {

    @Test
    void shouldKeepTheOrderOfPipelinedCommands() {
        // Given
        RedisFixture.flush();
        RedisLines lines = RedisFixture.lines();
        List<Request> pushes = IntStream.range(0, 500)
                .mapToObj(i -> Request.cmd(Command.RPUSH).arg("list").arg(i))
                .toList();

        // When
        var lengths = lines.batch(pushes).await().atMost(RedisFixture.PATIENCE);

        // Then
        assertThat(lengths.stream().map(length -> length.toInteger()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 500).boxed().toList());
        lines.close();
    }

    @Test
    void shouldComeBackAfterTheServerWasAway() {
        // Given
        RedisLines lines = RedisFixture.lines();
        assertThat(ping(lines)).isEqualTo("PONG");

        // When
        RedisFixture.server().kill();
        assertThatThrownBy(() -> ping(lines))
                .satisfies(failure -> assertThat(Failures.isTransient(failure))
                        .as(failure.toString())
                        .isTrue());
        RedisFixture.server().restart();

        // Then
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> ping(lines).equals("PONG"));
        lines.close();
    }

    @Test
    void shouldNotWaitForAServerThatDoesNotAnswer() throws Exception {
        // Given a server that takes connections and says nothing
        NetServer silent = RedisFixture.VERTX
                .createNetServer()
                .connectHandler(socket -> {})
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        var lines = new RedisLines(
                RedisFixture.VERTX,
                new RedisOptions().setConnectionString("redis://127.0.0.1:" + silent.actualPort()),
                RedisFixture.config(RedisConfig.class, Map.of("mnemesh.redis.command-timeout", "200ms")));

        // When / Then
        assertThatThrownBy(() -> ping(lines))
                .satisfies(failure -> assertThat(Failures.isTransient(failure)).isTrue());
        lines.close();
        silent.close();
    }

    @Test
    void shouldFailAtOnceWhenClosed() {
        RedisLines lines = RedisFixture.lines();
        lines.close();
        assertThatThrownBy(() -> ping(lines)).isInstanceOf(RedisUnavailableException.class);
    }

    private static String ping(RedisLines lines) {
        return lines.send(Request.cmd(Command.PING))
                .await()
                .atMost(Duration.ofSeconds(5))
                .toString();
    }
}
