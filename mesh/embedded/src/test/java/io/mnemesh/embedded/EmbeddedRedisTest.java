package io.mnemesh.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {

    @Test
    void shouldKeepWhatWasAnsweredWhenKilledAndRestarted() throws IOException {
        // Given
        try (var redis = EmbeddedRedis.start(RedisOptions.temporary())) {
            assertThat(ask(redis, "SET k v1")).isEqualTo("+OK\r");

            // When
            redis.kill();
            redis.restart();

            // Then
            assertThat(ask(redis, "STRLEN k")).isEqualTo(":2\r");
        }
    }

    @Test
    void shouldBeEmptyWhenItsDataWasLost() throws IOException {
        // Given
        try (var redis = EmbeddedRedis.start(RedisOptions.temporary())) {
            ask(redis, "SET k v1");

            // When
            redis.loseData();
            redis.restart();

            // Then
            assertThat(ask(redis, "STRLEN k")).isEqualTo(":0\r");
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenTemporary() {
        // Given
        var redis = EmbeddedRedis.start(RedisOptions.temporary());

        // When
        redis.close();

        // Then
        assertThat(redis.isRunning()).isFalse();
        assertThat(redis.data().getParent()).doesNotExist();
        assertThat(Ports.isFree(redis.port())).isTrue();
    }

    @Test
    void shouldNameThePortWhenItIsBusy() throws IOException {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var options = RedisOptions.temporary().withPort(taken.getLocalPort());

            // When / Then
            assertThatThrownBy(() -> EmbeddedRedis.start(options))
                    .hasMessageContaining("Port %d for Redis is in use", taken.getLocalPort())
                    .asInstanceOf(InstanceOfAssertFactories.type(EmbeddedServerException.class))
                    .extracting(EmbeddedServerException::reason)
                    .isEqualTo(Reason.PORT_BUSY);
        }
    }

    @Test
    void shouldQuoteItsLogWhenTheServerEndsByItself(@TempDir Path folder) {
        // Given
        var options = RedisOptions.durable(0, folder.resolve("redis")).withExtra(List.of("no-such-directive please"));

        // When / Then
        assertThatThrownBy(() -> EmbeddedRedis.start(options))
                .hasMessageContaining("Bad directive")
                .asInstanceOf(InstanceOfAssertFactories.type(EmbeddedServerException.class))
                .extracting(EmbeddedServerException::reason)
                .isEqualTo(Reason.FAILED);
    }

    private static String ask(EmbeddedRedis redis, String command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\n';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }
}
