package io.mnemesh.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that leave before their request got a connection to the service, and such that keep theirs. */
@QuarkusTest
@TestProfile(ImpatientClientsTest.FewConnections.class)
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
@Tag("slow")
class ImpatientClientsTest {

    private static final int CONNECTIONS = 2;

    /** Less than the service takes to answer those who left. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @TestHTTPResource
    URI gateway;

    /** Fewer connections than clients. */
    public static final class FewConnections implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mnemesh.gateway.edge.connections", Integer.toString(CONNECTIONS));
        }
    }

    @Test
    void shouldCarryMoreWebSocketsThanThereAreConnectionsForRequests() throws Exception {
        // Given
        String token = Tokens.admin();
        var received = new LinkedBlockingQueue<String>();
        try (var client = HttpClient.newHttpClient()) {
            var sockets = new ArrayList<WebSocket>();

            // When
            for (int i = 0; i < 10 * CONNECTIONS; i++) {
                sockets.add(client.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token)
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + gateway.getPort() + "/ws/realtime"),
                                new ReceivedTexts(received))
                        .join());
                assertThat(received.poll(5, TimeUnit.SECONDS)).startsWith("welcome");
            }

            // Then
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(gateway.resolve("/websocket/status"))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            sockets.forEach(WebSocket::abort);
        }
    }

    @Test
    void shouldServeOthersAtOnceAfterManyHaveLeftWhileTheyWaited() throws Exception {
        // Given
        String token = Tokens.admin();
        var clients = new ArrayList<Socket>();
        for (int i = 0; i < 10 * CONNECTIONS; i++) {
            clients.add(ask("/api/memories/slow", token));
        }

        // When
        for (Socket client : clients) {
            client.close();
        }

        // Then
        try (var http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 2 * CONNECTIONS; i++) {
                var request = HttpRequest.newBuilder(gateway.resolve("/api/memories/1"))
                        .header("Authorization", "Bearer " + token)
                        .timeout(PATIENCE)
                        .build();
                assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    private Socket ask(String path, String token) throws IOException {
        var socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.getOutputStream()
                .write("POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Length: 2\r\n\r\n{}"
                        .formatted(path, gateway.getAuthority(), token)
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}
