package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real WebSocket client that waits for frames, whatever is in them. */
final class FrameSocket implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int NOT_CLOSED = -1;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Inbox inbox = new Inbox();
    private final WebSocket socket;
    private CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(null);

    FrameSocket(int port, String path, @Nullable String authorization, List<String> subprotocols) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (authorization != null) {
            builder.header("Authorization", "Bearer " + authorization);
        }
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(
                    subprotocols.getFirst(),
                    subprotocols.subList(1, subprotocols.size()).toArray(String[]::new));
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), inbox)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void send(String text, boolean last) {
        socket.sendText(text, last)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    void sendBinary(byte... bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Sends without caring whether the server still listens. */
    void sendBlindly(String text) {
        // A socket takes the next frame only when the one before is sent.
        sent = sent.exceptionally(failed -> socket).thenCompose(before -> socket.sendText(text, true));
    }

    /** The next text frame. */
    String next() {
        return next(inbox.frames);
    }

    /** The next binary frame. */
    byte[] nextBinary() {
        return next(inbox.binaryFrames);
    }

    /** The code of the close frame, or 1006 if the socket ended without one. */
    int awaitClose() {
        await().atMost(PATIENCE).until(() -> inbox.closeCode != NOT_CLOSED);
        return inbox.closeCode;
    }

    /** The reason beside that code. */
    String closeReason() {
        return inbox.closeReason;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static <T> T next(BlockingQueue<T> frames) {
        try {
            T frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(frame).as("a frame within %s", PATIENCE).isNotNull();
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Inbox implements WebSocket.Listener {

        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final BlockingQueue<byte[]> binaryFrames = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();
        private final ByteArrayOutputStream binaryParts = new ByteArrayOutputStream();
        private volatile String closeReason = "";
        private volatile int closeCode = NOT_CLOSED;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                frames.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            binaryParts.writeBytes(part);
            if (last) {
                binaryFrames.add(binaryParts.toByteArray());
                binaryParts.reset();
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeReason = reason;
            closeCode = code;
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closeCode = 1006;
        }
    }
}
