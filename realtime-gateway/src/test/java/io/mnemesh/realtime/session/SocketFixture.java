package io.mnemesh.realtime.session;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.identity.TestTokens;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** Clients of one tenant that speak the gateway's own protocol. */
abstract class SocketFixture {

    static final String CHANNEL = "events:session_started";

    @Inject
    Vertx vertx;

    @Inject
    ChannelLog log;

    @Inject
    EventPublisher events;

    final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    final List<Client> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }

    Client open(String token) {
        Client client = Client.open(port(), token);
        clients.add(client);
        return client;
    }

    int port() {
        return RestAssured.port;
    }

    String token() {
        return TestTokens.of(tenant, "ana");
    }

    void channel(String id) {
        byte[] payload =
                ("{\"event\":\"session_started\",\"eventId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        log.publish(new ChannelId(new TenantId(tenant), CHANNEL), id, payload)
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    void publish(MeshEvent<?>... published) {
        events.publish(List.of(published)).await().atMost(Duration.ofSeconds(10));
    }

    static List<Long> offsets(List<JsonObject> events) {
        return events.stream().map(event -> event.getLong("offset")).toList();
    }
}
