package io.mnemesh.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionGuardTest {

    private static final Duration HEAD_TIME = Duration.ofSeconds(10);

    private EmbeddedChannel channel;

    @BeforeEach
    void open() {
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addFirst(new ConnectionGuard(HEAD_TIME.toNanos()));
        channel.pipeline().fireChannelActive();
    }

    @Test
    void shouldCloseWithAProblemWhenAConnectionBringsSingleBytesOnly() {
        for (int second = 0; second < HEAD_TIME.toSeconds(); second++) {
            channel.writeInbound(bytes("G"));
            assertThat(channel.isOpen()).as("after %d s", second).isTrue();
            pass(1);
        }

        assertThat(channel.isOpen()).isFalse();
        assertThat(said())
                .startsWith("HTTP/1.1 408 ")
                .contains("connection: close", "https://mnemesh.io/problems/request-timeout");
    }

    @Test
    void shouldCloseWhenAConnectionSaysNothing() {
        pass(HEAD_TIME.toSeconds());

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldAnswerWithAProblemWhenTheServerRefusesWhatIsNoRequest() {
        channel.writeOutbound(bytes("HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\n\r\n"));

        assertThat(said()).startsWith("HTTP/1.1 431 ").contains("https://mnemesh.io/problems/header-too-large");
    }

    @Test
    void shouldCloseAfterARefusalInWhateverVersionTheServerWroteIt() {
        channel.writeOutbound(bytes("HTTP/1.0 414 Request-URI Too Long\r\ncontent-length: 0\r\n\r\n"));

        assertThat(said()).startsWith("HTTP/1.1 431 ").doesNotContain("null");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldPassEverythingElseOnAsItIs() {
        String answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

        channel.writeInbound(bytes("GET / HTTP/1.1\r\n\r\n"));
        channel.writeOutbound(bytes(answer));

        assertThat(text(channel.readInbound())).isEqualTo("GET / HTTP/1.1\r\n\r\n");
        assertThat(said()).isEqualTo(answer);
    }

    @Test
    void shouldLeaveAConnectionAloneThatIsNoMoreOneOfRequests() {
        channel.pipeline().get(ConnectionGuard.class).release();

        pass(10 * HEAD_TIME.toSeconds());
        channel.writeOutbound(bytes("HTTP/1.1 400 as the other side wrote it"));

        assertThat(channel.isOpen()).isTrue();
        assertThat(said()).isEqualTo("HTTP/1.1 400 as the other side wrote it");
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private String said() {
        return text(channel.readOutbound());
    }

    private static String text(ByteBuf buffer) {
        try {
            return buffer.toString(StandardCharsets.UTF_8);
        } finally {
            buffer.release();
        }
    }
}
