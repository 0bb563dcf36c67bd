package io.mnemesh.memory.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class ForegroundTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Foreground foreground;

    @TestHTTPResource("/api/memories")
    URI memories;

    @Test
    void shouldCountARequestUntilItsClientIsGone() throws IOException {
        try (var client = new Socket(memories.getHost(), memories.getPort())) {
            client.getOutputStream()
                    .write("""
                    POST /api/memories HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: application/json\r
                    Content-Length: 1000\r
                    \r
                    {"type":"fact",""".formatted(TestTokens.of("patient", "ana")).getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            await().atMost(SOON).until(() -> foreground.requests() == 1);
        }
        await().atMost(SOON).until(() -> foreground.requests() == 0);
    }

    @Test
    void shouldCountNoRequestThatWasAnswered() {
        var api = Api.ofNewTenant();
        assertThat(api.post(Map.of("type", "fact", "content", "the lift is out of order"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(api.post(Map.of("type", "riddle")).statusCode()).isEqualTo(422);
        assertThat(api.request().get("/api/memories/none").statusCode()).isEqualTo(404);
        await().atMost(SOON).until(() -> foreground.requests() == 0);
    }
}
