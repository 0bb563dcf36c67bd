package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real HTTP client that waits for the lines of an answer that goes on. */
final class LineStream implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 15;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private LineStream(HttpRequest.Builder request) {
        response = HTTP.sendAsync(request.build(), BodyHandlers.ofInputStream())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        assertThat(response.statusCode()).isEqualTo(200);
        Thread.ofVirtual().start(this::listen);
    }

    static LineStream post(int port, String path, String body) {
        return new LineStream(HttpRequest.newBuilder(uri(port, path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static LineStream getWith(int port, String path, String parameter, String value) {
        String query = parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return new LineStream(HttpRequest.newBuilder(uri(port, path + "?" + query)));
    }

    /** @param headers names and values by turns */
    static LineStream get(int port, String pathAndQuery, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(port, pathAndQuery));
        return new LineStream(headers.length == 0 ? request : request.headers(headers));
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The next line. */
    String next() {
        return take().orElseThrow(() -> new AssertionError("The answer is over."));
    }

    /** Waits for the end, before which no further line comes. */
    void awaitEnd() {
        assertThat(take()).isEmpty();
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private Optional<String> take() {
        try {
            Optional<String> line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("a line within %d s", PATIENCE_SECONDS).isNotNull();
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void listen() {
        try (var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            // Cut off, which is an end too.
        }
        lines.add(Optional.empty());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
