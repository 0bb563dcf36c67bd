package io.mnemesh.gateway;

import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** A gateway before services on the loopback, and who speaks with it. */
abstract class EdgeFixture {

    @TestHTTPResource
    URI gateway;

    String token;

    @BeforeEach
    void token() {
        token = Tokens.admin();
    }

    String raw(String request) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var in = socket.getInputStream();
            var answer = new java.io.ByteArrayOutputStream();
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            answer.write(in.readNBytes(1));
            socket.setSoTimeout((int) Duration.ofSeconds(1).toMillis());
            try {
                in.transferTo(answer);
            } catch (java.net.SocketTimeoutException stillOpen) {
                // A kept-alive connection: what was answered so far is what the test looks at.
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    String tampered() {
        String[] parts = token.split("\\.", -1);
        var claims = new JsonObject(
                        new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .put("tenant", "acme");
        String forged = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.encode().getBytes(StandardCharsets.UTF_8));
        return parts[0] + "." + forged + "." + parts[2];
    }
}
