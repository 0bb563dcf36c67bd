package io.mnemesh.mesh.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mnemesh.embedded.EmbeddedRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static final EmbeddedRedis SERVER = EmbeddedRedis.start(io.mnemesh.embedded.RedisOptions.temporary());
    private static final RedisLines LINES = RedisFixture.lines(SERVER.url());

    private static final Script ADD = Script.of("return redis.call('INCRBY', KEYS[1], ARGV[1])");
    private static final Script ECHO = Script.of("return ARGV");

    @BeforeEach
    void empty() {
        command(Request.cmd(Command.FLUSHALL));
    }

    @AfterAll
    static void stop() {
        LINES.close();
        SERVER.close();
    }

    @Test
    void shouldSendItsSourceOnceToAServerThatHasForgottenIt() {
        // Given
        assertThat(add(5)).isEqualTo(5);
        command(Request.cmd(Command.SCRIPT).arg("FLUSH"));
        command(Request.cmd(Command.CONFIG).arg("RESETSTAT"));

        // When
        List<Long> sums = IntStream.rangeClosed(1, 4).mapToObj(ScriptTest::add).toList();

        // Then
        assertThat(sums).containsExactly(6L, 8L, 11L, 15L);
        assertThat(calls("eval")).isEqualTo(1);
        assertThat(calls("evalsha")).isEqualTo(4);
    }

    @Test
    void shouldRunOnAServerThatWasRestarted() {
        // Given
        assertThat(add(5)).isEqualTo(5);

        // When
        SERVER.kill();
        SERVER.restart();

        // Then
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> echo(List.of("there")).getFirst().toString().equals("there"));
    }

    @Test
    void shouldPassBytesAsTheyAreAndTheTextOfAnythingElse() {
        // Given
        byte[] bytes = {0, (byte) 0xff, '\r', '\n'};

        // When
        List<Response> passed = echo(List.of(bytes, "Größe", 42L, ""));

        // Then
        assertThat(passed.stream().map(Response::toBytes))
                .containsExactly(
                        bytes,
                        "Größe".getBytes(StandardCharsets.UTF_8),
                        "42".getBytes(StandardCharsets.UTF_8),
                        new byte[0]);
    }

    @Test
    void shouldNotRunAgainWhatFailed() {
        // Given
        var failing = Script.of("redis.call('INCR', KEYS[1]) return redis.error_reply('NOSUCH luck')");

        // When
        assertThatThrownBy(() -> run(failing, List.of())).hasMessageContaining("NOSUCH luck");

        // Then
        assertThat(command(Request.cmd(Command.GET).arg("key")).toLong()).isEqualTo(1);
    }

    private static long add(int number) {
        return run(ADD, List.of(number)).toLong();
    }

    private static List<Response> echo(List<Object> arguments) {
        return run(ECHO, arguments).stream().toList();
    }

    private static Response run(Script script, List<Object> arguments) {
        return script.run(LINES, List.of("key"), arguments).await().atMost(RedisFixture.PATIENCE);
    }

    private static Response command(Request request) {
        return LINES.send(request).await().atMost(RedisFixture.PATIENCE);
    }

    private static long calls(String command) {
        String stats = command(Request.cmd(Command.INFO).arg("commandstats")).toString();
        var line = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }
}
