package io.mnemesh.realtime.session;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.identity.TestTokens;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** Clients of one tenant that speak the protocol of Centrifuge. */
abstract class CentrifugeFixture {

    static final String CHANNEL = "events:session_started";

    @Inject
    Vertx vertx;

    @Inject
    ChannelLog log;

    final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    final List<CentrifugeClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(CentrifugeClient::close);
    }

    /** The channel's epoch. */
    String epoch() {
        return log.position(channel()).await().atMost(Duration.ofSeconds(10)).epoch();
    }

    static JsonObject history(int limit) {
        return new JsonObject().put("channel", CHANNEL).put("limit", limit);
    }

    static JsonObject position(long offset, String epoch) {
        return new JsonObject().put("offset", offset).put("epoch", epoch);
    }

    static List<Long> offsets(JsonArray publications) {
        return IntStream.range(0, publications.size())
                .mapToObj(i -> publications.getJsonObject(i).getLong("offset"))
                .toList();
    }

    static Duration lasts(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    CentrifugeClient connected() {
        return keep(CentrifugeClient.connected(port(), token()));
    }

    CentrifugeClient open() {
        return keep(CentrifugeClient.open(port()));
    }

    CentrifugeClient keep(CentrifugeClient client) {
        clients.add(client);
        return client;
    }

    int port() {
        return RestAssured.port;
    }

    String token() {
        return TestTokens.of(tenant, "ana");
    }

    ChannelId channel() {
        return new ChannelId(new TenantId(tenant), CHANNEL);
    }

    void publish(String id) {
        byte[] payload =
                ("{\"event\":\"session_started\",\"eventId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        log.publish(channel(), id, payload).await().atMost(Duration.ofSeconds(10));
    }
}
