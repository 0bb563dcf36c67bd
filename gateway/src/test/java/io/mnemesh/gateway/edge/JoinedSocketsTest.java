package io.mnemesh.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.gateway.edge.RawTunnel.Pattern;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JoinedSocketsTest {

    private static final Duration STALL = Duration.ofMinutes(1);
    private static final int MEGABYTE = 1024 * 1024;

    /** More than the system's buffers of two connections and the gateway hold. */
    private static final int ALL = 64 * MEGABYTE;

    /** Buffers of the system grow to 4 and 6 MiB on either side of the gateway. */
    private static final int BOUND = 24 * MEGABYTE;

    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

    @Test
    void shouldStopAClientWhoseServiceDoesNotReadAndLoseNothingWhenItReads() throws Exception {
        try (var tunnel = new RawTunnel(STALL)) {
            shouldStopAndLoseNothing(tunnel.client, tunnel.service);
        }
    }

    @Test
    void shouldStopAServiceWhoseClientDoesNotReadAndLoseNothingWhenItReads() throws Exception {
        try (var tunnel = new RawTunnel(STALL)) {
            shouldStopAndLoseNothing(tunnel.service, tunnel.client);
        }
    }

    private static void shouldStopAndLoseNothing(Socket from, Socket to) throws IOException {
        var pattern = new Pattern();

        long stoppedAt = RawTunnel.sendUntilStopped(from.getChannel(), pattern, ALL);

        assertThat(stoppedAt).isLessThan(BOUND);
        var rest = CompletableFuture.runAsync(() -> send(from, pattern, ALL - stoppedAt));
        readAndCompare(to, ALL);
        rest.join();
    }

    @Test
    void shouldDeliverWhatAServiceSaidBeforeItEnded() throws Exception {
        try (var tunnel = new RawTunnel(STALL)) {
            long sent = RawTunnel.sendUntilStopped(tunnel.service.getChannel(), new Pattern(), ALL);
            tunnel.service.close();

            readAndCompare(tunnel.client, sent);

            assertThat(tunnel.client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldDeliverWhatAClientSaidBeforeItEnded() throws Exception {
        try (var tunnel = new RawTunnel(STALL)) {
            long sent = RawTunnel.sendUntilStopped(tunnel.client.getChannel(), new Pattern(), ALL);
            tunnel.client.close();

            readAndCompare(tunnel.service, sent);

            assertThat(tunnel.service.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldGiveUpAClientThatReadsNothingForLong() throws Exception {
        try (var tunnel = new RawTunnel(Duration.ofMillis(200))) {
            var sender = CompletableFuture.runAsync(() -> send(tunnel.service, new Pattern(), ALL));

            await().until(() -> tunnel.openTunnels() == 0);
            assertThat(sender).failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldSayThatItIsGoingAwayBehindAWholeFrame() throws Exception {
        try (var tunnel = new RawTunnel(STALL)) {
            // Given half a frame
            byte[] frame = FrameEndsTest.frame(1_000, false).getBytes();
            tunnel.service.getOutputStream().write(frame, 0, 500);
            assertThat(tunnel.client.getInputStream().readNBytes(500)).isEqualTo(Arrays.copyOf(frame, 500));

            // When
            tunnel.drain();
            tunnel.service.getOutputStream().write(frame, 500, 500 + frame.length - 1_000);
            tunnel.service.getOutputStream().write(frame);

            // Then
            byte[] rest = tunnel.client.getInputStream().readNBytes(frame.length - 500 + GOING_AWAY.length);
            assertThat(rest).isEqualTo(concatenated(Arrays.copyOfRange(frame, 500, frame.length), GOING_AWAY));
            byte[] answer = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe9};
            tunnel.client.getOutputStream().write(answer);
            assertThat(tunnel.service.getInputStream().readNBytes(answer.length))
                    .isEqualTo(answer);
            tunnel.service.close();
            assertThat(tunnel.client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldEndBothSidesWhenAClientDoesNotAnswerTheGoodbye() throws Exception {
        try (var tunnel = new RawTunnel(STALL)) {
            tunnel.drain();

            assertThat(tunnel.client.getInputStream().readAllBytes()).isEqualTo(GOING_AWAY);
            assertThat(tunnel.service.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static void send(Socket to, Pattern pattern, long bytes) {
        try {
            for (long left = bytes; left > 0; left -= MEGABYTE) {
                to.getOutputStream().write(pattern.take((int) Math.min(left, MEGABYTE)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readAndCompare(Socket from, long bytes) throws IOException {
        var pattern = new Pattern();
        for (long left = bytes; left > 0; left -= MEGABYTE) {
            byte[] expected = pattern.take((int) Math.min(left, MEGABYTE));
            assertThat(Arrays.equals(from.getInputStream().readNBytes(expected.length), expected))
                    .as("what comes %d bytes before the end", left)
                    .isTrue();
        }
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        return Buffer.buffer(first).appendBytes(second).getBytes();
    }
}
