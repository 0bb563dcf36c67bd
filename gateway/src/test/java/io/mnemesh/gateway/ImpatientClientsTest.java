package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that leave before their request got a connection to the service. */
@QuarkusTest
@TestProfile(ImpatientClientsTest.FewConnections.class)
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class ImpatientClientsTest {

    private static final int CONNECTIONS = 2;

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
    void shouldServeOthersAfterManyHaveLeftWhileTheyWaited() throws IOException {
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
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            given().auth().oauth2(token).get("/api/memories/1").then().statusCode(200);
        }
    }

    private Socket ask(String path, String token) throws IOException {
        var socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, gateway.getAuthority(), token)
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}
