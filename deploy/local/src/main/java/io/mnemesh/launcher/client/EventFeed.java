package io.mnemesh.launcher.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A live subscription over {@code /ws/realtime}. One thread takes from it. */
public final class EventFeed implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private @Nullable WebSocket socket;

    private EventFeed() {}

    /**
     * A frame from the server.
     *
     * @param body       the frame
     * @param receivedAt when its last byte came
     */
    public record Frame(JsonNode body, Instant receivedAt) {
        public String type() {
            return body.path("type").asText();
        }
    }

    static EventFeed open(HttpClient http, URI address, String token, List<String> events) {
        return open(http, address, token, Map.of("type", "subscribe", "id", 1, "subscriptions", channels(events)));
    }

    private static EventFeed open(HttpClient http, URI address, String token, Map<String, Object> subscribe) {
        var feed = new EventFeed();
        var opened = http.newWebSocketBuilder()
                .connectTimeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .buildAsync(address, feed.new Receiver())
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        feed.socket = opened;
        opened.sendText(json(subscribe), true)
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        feed.await("subscribed");
        return feed;
    }

    private static List<String> channels(List<String> events) {
        return events.stream().map(event -> "events:" + event).toList();
    }

    /** The next event, or empty after {@code timeout}. */
    public Optional<Frame> next(Duration timeout) {
        Instant end = Instant.now().plus(timeout);
        while (true) {
            Frame frame = poll(Duration.between(Instant.now(), end));
            if (frame == null) {
                return Optional.empty();
            }
            if (frame.type().equals("event")) {
                return Optional.of(frame);
            }
        }
    }

    private void await(String type) {
        Instant end = Instant.now().plus(TIMEOUT);
        while (true) {
            Frame frame = poll(Duration.between(Instant.now(), end));
            if (frame == null || frame.type().equals("error")) {
                throw new IllegalStateException(
                        frame == null
                                ? "No '" + type + "' frame came."
                                : frame.body().toString());
            }
            if (frame.type().equals(type)) {
                return;
            }
        }
    }

    private @Nullable Frame poll(Duration timeout) {
        try {
            return frames.poll(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static String json(Object frame) {
        try {
            return JSON.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frames.add(new Frame(parse(text.toString()), Instant.now()));
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private JsonNode parse(String frame) {
            try {
                return JSON.readTree(frame);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("The frame is not JSON.", e);
            }
        }
    }
}
