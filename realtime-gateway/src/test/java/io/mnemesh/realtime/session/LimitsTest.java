package io.mnemesh.realtime.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.hub.Traffic;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@TestProfile(LimitsTest.Narrow.class)
@Tag("slow")
class LimitsTest {

    private static final String CHANNEL = "events:session_started";

    @Inject
    ChannelLog log;

    @Inject
    Traffic traffic;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<Client> clients = new ArrayList<>();
    private final List<CentrifugeClient> centrifuges = new ArrayList<>();

    /** Limits that a test reaches. */
    public static final class Narrow implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mnemesh.realtime.connection.origins", "https://app.example.org,https://b.example.org:8443",
                    "mnemesh.realtime.connection.max-per-user", "2",
                    "mnemesh.realtime.connection.max-subscriptions", "2",
                    "mnemesh.realtime.connection.connect-timeout", "1s",
                    "mnemesh.realtime.connection.heartbeat", "1s",
                    "mnemesh.realtime.connection.dead-after", "3s",
                    "mnemesh.realtime.connection.frame-rate", "1",
                    "mnemesh.realtime.connection.frame-burst", "5",
                    "mnemesh.realtime.connection.queue", "64K",
                    "mnemesh.realtime.connection.close-grace", "2s");
        }
    }

    @AfterEach
    void close() {
        clients.forEach(Client::close);
        centrifuges.forEach(CentrifugeClient::close);
    }

    @Test
    void shouldCloseWhenNoTokenComes() {
        Client silent = Client.open(RestAssured.port);

        assertThat(silent.problem().getInteger("status")).isEqualTo(401);
        assertThat(silent.awaitClose()).isEqualTo(4402);
    }

    @Test
    void shouldRefuseMoreConnectionsThanAUserMayHave() {
        open("ana");
        open("ana");

        HttpResponse<?> refused =
                Client.refusal(RestAssured.port, TestTokens.of(tenant, "ana")).getResponse();
        Client late = Client.open(RestAssured.port);
        late.send("{\"type\":\"connect\",\"token\":\"" + TestTokens.of(tenant, "ana") + "\"}");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("2");
        assertThat(late.problem().getInteger("retryAfter")).isPositive();
        assertThat(late.awaitClose()).isEqualTo(4429);
        open("bob").assertSilent();
    }

    @Test
    void shouldLetPagesOfKnownOriginsConnectAndNoOthers() throws IOException {
        assertThat(handshake("Origin: https://app.example.org")).startsWith("HTTP/1.1 101 ");
        assertThat(handshake("Origin: https://b.example.org:8443")).startsWith("HTTP/1.1 101 ");
        assertThat(handshake()).startsWith("HTTP/1.1 101 ");
        for (String origin : List.of("https://app.example.org.evil.com", "http://app.example.org", "null")) {
            assertThat(handshake("Origin: " + origin)).startsWith("HTTP/1.1 403 ");
        }
        given().header("Origin", "https://evil.com")
                .get("/connection/events?channel=" + CHANNEL)
                .then()
                .statusCode(403);
    }

    private static String handshake(String... fields) throws IOException {
        try (var client = new RawWebSocket(RestAssured.port, "/ws/realtime", fields)) {
            return client.answer();
        }
    }

    @Test
    void shouldRefuseMoreSubscriptionsThanAConnectionMayHave() {
        Client client = open("ana");

        client.send("""
                {"type":"subscribe","id":1,
                 "subscriptions":["events:session_started","events:session_ended","events:session_handoff"]}""");

        JsonObject problem = client.problem();
        assertThat(problem.getInteger("status")).isEqualTo(429);
        assertThat(problem.getInteger("limit")).isEqualTo(2);
        client.subscribe(CHANNEL);
    }

    @Test
    void shouldRefuseFramesThatComeTooFast() {
        Client client = open("ana");

        for (int i = 0; i < 6; i++) {
            client.send("{\"type\":\"ping\"}");
        }

        client.next("pong", 5);
        assertThat(client.problem().getInteger("status")).isEqualTo(429);
    }

    @Test
    void shouldDisconnectAReaderThatStopsWhileOthersGoOn() throws IOException {
        Client reader = open("ana");
        reader.subscribe(CHANNEL);
        try (Socket stalled = stalledSubscriber()) {
            byte[] payload =
                    ("{\"event\":\"x\",\"data\":\"" + "x".repeat(30_000) + "\"}").getBytes(StandardCharsets.UTF_8);
            int published = 0;
            while (slowDisconnects() == 0) {
                assertThat(published)
                        .as("messages before the stalled reader is cut")
                        .isLessThan(2_000);
                log.publish(new ChannelId(new TenantId(tenant), CHANNEL), "id-" + published++, payload)
                        .await()
                        .atMost(Duration.ofSeconds(10));
                reader.next("event");
            }

            assertThat(slowDisconnects()).isEqualTo(1);
            log.publish(new ChannelId(new TenantId(tenant), CHANNEL), "last", payload)
                    .await()
                    .atMost(Duration.ofSeconds(10));
            assertThat(reader.next("event").getLong("offset")).isEqualTo(published + 1);
            assertThat(stalled.isConnected()).isTrue();
        }
    }

    @Test
    void shouldDropAPeerThatDoesNotAnswerHeartbeats() throws IOException {
        try (Socket silent = stalledSubscriber()) {
            var in = silent.getInputStream();
            var seen = new ArrayList<Integer>();
            int read;
            while ((read = in.read()) >= 0) {
                seen.add(read);
            }

            // The close frame carries 4408, big-endian, as its first bytes.
            assertThat(seen).containsSequence(4408 >> 8, 4408 & 0xFF);
        }
    }

    // ---- the same in the Centrifuge protocol

    @Test
    void shouldCloseACentrifugeClientThatDoesNotConnect() {
        CentrifugeClient silent = keep(CentrifugeClient.open(RestAssured.port));

        assertThat(silent.awaitClose()).isEqualTo(3502);
        assertThat(silent.closeReason()).isEqualTo("stale");
    }

    @Test
    void shouldPingACentrifugeClientAndDropItWhenItDoesNotAnswer() {
        CentrifugeClient silent = centrifuge("ana");
        CentrifugeClient alive = centrifuge("ana");

        assertThat(silent.frame()).isEqualTo("{}");
        for (int pings = 0; pings < 4; pings++) {
            assertThat(alive.frame()).isEqualTo("{}");
            alive.send("{}");
        }

        assertThat(silent.awaitClose()).isEqualTo(3012);
        alive.assertSilent();
    }

    @Test
    void shouldRefuseMoreCentrifugeConnectionsThanAUserMayHave() {
        centrifuge("ana");
        open("ana");
        CentrifugeClient late = keep(CentrifugeClient.open(RestAssured.port));

        late.send("{\"id\":1,\"connect\":{\"token\":\"" + TestTokens.of(tenant, "ana") + "\"}}");

        assertThat(late.awaitClose()).isEqualTo(3504);
    }

    @Test
    void shouldRefuseMoreCentrifugeSubscriptionsThanAConnectionMayHave() {
        CentrifugeClient client = centrifuge("ana");
        client.subscribe(CHANNEL);
        client.subscribe("events:session_ended");

        assertThat(client.failure("subscribe", new JsonObject().put("channel", "events:session_handoff")))
                .isEqualTo(106);
    }

    @Test
    void shouldRefuseCommandsThatComeTooFastAndTheClientThatDoesNotStop() {
        CentrifugeClient client = centrifuge("ana");
        CentrifugeClient flood = centrifuge("bob");

        client.sendTogether(pings(8));
        List<String> answers = client.frame().lines().toList();
        flood.sendTogether(pings(40));

        assertThat(answers).hasSize(8);
        assertThat(answers.subList(0, 4)).allMatch(answer -> answer.endsWith("\"ping\":{}}"));
        assertThat(answers.getLast()).contains("\"code\":111");
        assertThat(flood.awaitClose()).isEqualTo(3503);
    }

    @Test
    void shouldDisconnectACentrifugeReaderThatStops() throws IOException {
        try (Socket stalled = handshaken("/connection/websocket")) {
            var out = stalled.getOutputStream();
            out.write(masked("{\"id\":1,\"connect\":{}}"));
            out.write(masked("{\"id\":2,\"subscribe\":{\"channel\":\"" + CHANNEL + "\"}}"));
            out.flush();
            awaitText(stalled, "epoch");
            publishUntilSlow();

            byte[] seen = stalled.getInputStream().readAllBytes();

            // The close frame carries the code, big-endian, and the reason.
            assertThat(seen).containsSequence(3008 >> 8, 3008 & 0xFF, 's', 'l', 'o', 'w');
        }
    }

    @Test
    void shouldEndTheStreamOfAReaderThatStops() throws IOException {
        try (Socket stalled = connected()) {
            String commands = "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"" + CHANNEL + "\"}}";
            var out = stalled.getOutputStream();
            out.write(("POST /connection/http_stream HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                            + commands.length() + "\r\nAuthorization: Bearer " + TestTokens.of(tenant, "stalled")
                            + "\r\n\r\n" + commands)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            awaitText(stalled, "epoch");
            publishUntilSlow();

            String seen = new String(stalled.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(seen)
                    .contains("{\"push\":{\"disconnect\":{\"code\":3008,\"reason\":\"slow\"}}}\n")
                    .endsWith("\r\n0\r\n\r\n");
        }
    }

    private void publishUntilSlow() {
        byte[] payload = ("{\"data\":\"" + "x".repeat(30_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (int published = 0; slowDisconnects() == 0; published++) {
            assertThat(published).isLessThan(2_000);
            log.publish(new ChannelId(new TenantId(tenant), CHANNEL), "id-" + published, payload)
                    .await()
                    .atMost(Duration.ofSeconds(10));
        }
    }

    private static String[] pings(int count) {
        return IntStream.rangeClosed(2, count + 1)
                .mapToObj(id -> "{\"id\":" + id + ",\"ping\":{}}")
                .toArray(String[]::new);
    }

    private CentrifugeClient centrifuge(String subject) {
        return keep(CentrifugeClient.connected(RestAssured.port, TestTokens.of(tenant, subject)));
    }

    private CentrifugeClient keep(CentrifugeClient client) {
        centrifuges.add(client);
        return client;
    }

    /** A socket that shakes hands, subscribes and from then on neither reads nor answers. */
    private Socket stalledSubscriber() throws IOException {
        Socket socket = handshaken("/ws/realtime");
        var out = socket.getOutputStream();
        out.write(masked("{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"" + CHANNEL + "\"]}"));
        out.flush();
        awaitText(socket, "subscribed");
        return socket;
    }

    private Socket handshaken(String path) throws IOException {
        Socket socket = connected();
        String handshake =
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        + "Authorization: Bearer " + TestTokens.of(tenant, "stalled") + "\r\n\r\n";
        var out = socket.getOutputStream();
        out.write(handshake.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        awaitText(socket, "\r\n\r\n");
        return socket;
    }

    private static Socket connected() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(15_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
        return socket;
    }

    private static void awaitText(Socket socket, String text) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int read = socket.getInputStream().read();
            assertThat(read).as("a byte after %s", seen).isNotNegative();
            seen.append((char) read);
        }
    }

    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length); // a mask of zeros
        return frame;
    }

    private long slowDisconnects() {
        return traffic.of(new TenantId(tenant)).snapshot().slowDisconnects();
    }

    private Client open(String subject) {
        Client client = Client.open(RestAssured.port, TestTokens.of(tenant, subject));
        clients.add(client);
        return client;
    }
}
