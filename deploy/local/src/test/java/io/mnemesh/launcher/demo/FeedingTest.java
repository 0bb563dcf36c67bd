package io.mnemesh.launcher.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mnemesh.launcher.client.MnemeshClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpServer gateway;
    private Feeding feeding;

    @BeforeEach
    void open() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext(
                "/api/auth/token", call -> answer(call, 200, "{\"accessToken\":\"t\",\"expiresIn\":900}"));
        gateway.createContext("/api/memories", FeedingTest::store);
        gateway.start();
        var address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
        feeding = new Feeding(new MnemeshClient(address, "key"));
    }

    @AfterEach
    void close() {
        gateway.stop(0);
    }

    @Test
    void shouldLeaveGoneWhatWasErasedAndStoreTheRest() throws IOException {
        feeding.store(memory("kept"));
        feeding.store(memory("erased"));
        feeding.store(memory("last"));

        assertThat(feeding.ids()).containsExactly("id-of-sample-kept", "id-of-sample-last");
        assertThat(feeding.gone()).containsExactly("erased");
    }

    @Test
    void shouldFailWhereItIsRefusedForAnotherReason() {
        assertThatThrownBy(() -> feeding.store(memory("limited"))).hasMessageContaining("429");

        assertThat(feeding.gone()).isEmpty();
    }

    private static JsonNode memory(String name) throws IOException {
        return JSON.readTree("{\"content\":\"c\",\"context\":{\"attributes\":{\"sample\":\"" + name + "\"}}}");
    }

    private static void store(HttpExchange call) throws IOException {
        String key = call.getRequestHeaders().getFirst("Idempotency-Key");
        switch (key) {
            case "sample-erased" -> answer(call, 409, "{\"title\":\"Conflict\",\"detail\":\"It has been deleted.\"}");
            case "sample-limited" -> answer(call, 429, "{\"title\":\"Too many requests\"}");
            default -> answer(call, 201, "{\"id\":\"id-of-" + key + "\"}");
        }
    }

    private static void answer(HttpExchange call, int status, String body) throws IOException {
        call.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }
}
