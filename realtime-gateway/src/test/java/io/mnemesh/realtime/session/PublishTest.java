package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients publish, in both protocols. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class PublishTest {

    private static final String CHANNEL = "chat:lobby";

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void shouldBringToEverybodyWhatAClientPublished() {
        CentrifugeClient ana = centrifuge("ana");
        CentrifugeClient bob = centrifuge("bob");
        Client carl = own("carl");
        bob.subscribe(CHANNEL);
        carl.subscribe(CHANNEL);

        JsonObject answer = ana.call("publish", publication(CHANNEL, "{\"text\": \"h\\u00e9llo\", \"n\": 1.0}"));

        Message kept = history(CHANNEL).getFirst();
        Member publisher = kept.publisher();
        assertThat(answer).isEmpty();
        assertThat(publisher.user()).isEqualTo("ana");
        assertThat(new String(kept.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"text\":\"héllo\",\"n\":1.0}");
        JsonObject info = new JsonObject().put("user", "ana").put("client", publisher.client());
        JsonObject pushed = bob.push(CHANNEL).getJsonObject("pub");
        assertThat(pushed)
                .isEqualTo(new JsonObject()
                        .put("data", new JsonObject("{\"text\":\"héllo\",\"n\":1.0}"))
                        .put("info", info)
                        .put("offset", 1));
        assertThat(carl.next("publication"))
                .isEqualTo(new JsonObject()
                        .put("type", "publication")
                        .put("channel", CHANNEL)
                        .put("offset", 1)
                        .put("publisher", info)
                        .put("data", pushed.getJsonObject("data")));
    }

    @Test
    void shouldAnswerWhenItIsInTheHistory() {
        Client ana = own("ana");

        ana.send(frame(7, CHANNEL, "{\"text\":\"hello\"}", null));
        JsonObject published = ana.next("published");

        assertThat(published.getInteger("id")).isEqualTo(7);
        assertThat(published.getString("channel")).isEqualTo(CHANNEL);
        assertThat(published.getBoolean("first")).isTrue();
        Message kept = history(CHANNEL).getFirst();
        assertThat(kept.position().offset())
                .isEqualTo(published.getLong("offset"))
                .isEqualTo(1);
        assertThat(kept.position().epoch()).isEqualTo(published.getString("epoch"));
    }

    @Test
    void shouldPublishOnceUnderAKey() {
        Client ana = own("ana");
        Client bob = own("bob");

        ana.send(frame(1, CHANNEL, "\"one\"", "m-1"));
        ana.send(frame(2, CHANNEL, "\"one\"", "m-1"));
        bob.send(frame(3, CHANNEL, "\"two\"", "m-1"));

        JsonObject first = ana.next("published");
        JsonObject again = ana.next("published");
        JsonObject others = bob.next("published");
        assertThat(first.getBoolean("first")).isTrue();
        assertThat(again.getBoolean("first")).isFalse();
        assertThat(again.getLong("offset")).isEqualTo(first.getLong("offset"));
        assertThat(others.getBoolean("first")).isTrue();
        assertThat(history(CHANNEL)).hasSize(2);
    }

    @Test
    void shouldRefuseAKeyThatWasUsedForSomethingElse() {
        Client ana = own("ana");
        ana.send(frame(1, CHANNEL, "\"one\"", "m-1"));
        ana.next("published");

        ana.send(frame(2, CHANNEL, "\"two\"", "m-1"));

        JsonObject error = ana.next("error");
        assertThat(error.getInteger("id")).isEqualTo(2);
        assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(409);
        assertThat(error.getJsonObject("problem").getString("type")).endsWith("/idempotency-mismatch");
        assertThat(history(CHANNEL)).hasSize(1);
    }

    @Test
    void shouldGiveBackWhoPublishedWhatWasMissed() {
        CentrifugeClient ana = centrifuge("ana");
        String epoch = log.position(new ChannelId(new TenantId(tenant), CHANNEL))
                .await()
                .atMost(Duration.ofSeconds(10))
                .epoch();
        ana.call("publish", publication(CHANNEL, "1"));

        CentrifugeClient bob = centrifuge("bob");
        JsonObject subscribed = bob.recover(CHANNEL, 0, epoch);
        JsonObject history =
                bob.call("history", new JsonObject().put("channel", CHANNEL).put("limit", 10));
        Client carl = own("carl");
        carl.recover(CHANNEL, 0, epoch);

        assertThat(subscribed.getBoolean("recovered")).isTrue();
        for (JsonObject result : List.of(subscribed, history)) {
            JsonObject publication = result.getJsonArray("publications").getJsonObject(0);
            assertThat(publication.getValue("data")).isEqualTo(1);
            assertThat(publication.getJsonObject("info").getString("user")).isEqualTo("ana");
        }
        assertThat(carl.next("publication").getJsonObject("publisher").getString("user"))
                .isEqualTo("ana");
    }

    @ParameterizedTest
    @CsvSource({
        "events:session_started,,103,403",
        "rooms:room-1,member,103,403",
        "closed:a,admin,103,403",
        "nowhere:a,,102,404",
        "events:nothing,,102,404",
        "rooms:room-1,admin,0,0",
        "chat:lobby,,0,0",
    })
    void shouldDecideWhoMayPublish(String channel, String role, int code, int status) {
        String token = role == null ? TestTokens.of(tenant, "ana") : TestTokens.of(tenant, "ana", role);
        CentrifugeClient centrifuge = keep(CentrifugeClient.connected(port(), token));
        Client client = keep(Client.open(port(), token));

        client.send(frame(3, channel, "{}", null));

        if (code == 0) {
            assertThat(centrifuge.call("publish", publication(channel, "{}"))).isEmpty();
            assertThat(client.next("published").getInteger("id")).isEqualTo(3);
        } else {
            assertThat(centrifuge.failure("publish", publication(channel, "{}")))
                    .isEqualTo(code);
            JsonObject error = client.next("error");
            assertThat(error.getInteger("id")).isEqualTo(3);
            assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(status);
            assertThat(history(channel)).isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatIsTooLargeOrNothing() {
        CentrifugeClient ana = centrifuge("ana");
        Client bob = own("bob");
        String large = "\"" + "x".repeat(33_000) + "\"";

        bob.send(frame(1, CHANNEL, large, null));

        assertThat(ana.failure("publish", publication(CHANNEL, large))).isEqualTo(106);
        assertThat(ana.failure("publish", new JsonObject().put("channel", CHANNEL)))
                .isEqualTo(107);
        assertThat(bob.problem().getInteger("status")).isEqualTo(413);
        assertThat(history(CHANNEL)).isEmpty();
        ana.assertSilent();
    }

    @Test
    void shouldHoldBackAFlood() {
        CentrifugeClient ana = centrifuge("ana");
        CentrifugeClient bob = centrifuge("bob");
        String[] commands = IntStream.rangeClosed(1001, 1120)
                .mapToObj(id -> "{\"id\":" + id + ",\"publish\":{\"channel\":\"" + CHANNEL + "\",\"data\":1}}")
                .toArray(String[]::new);

        ana.sendTogether(commands);
        List<JsonObject> answers =
                IntStream.range(0, commands.length).mapToObj(i -> ana.next()).toList();

        assertThat(answers).filteredOn(answer -> answer.containsKey("publish")).hasSize(64);
        assertThat(answers)
                .filteredOn(answer -> answer.containsKey("error"))
                .allMatch(answer -> answer.getJsonObject("error").getInteger("code") == 111)
                .hasSize(56);
        assertThat(bob.call("publish", publication(CHANNEL, "2"))).isEmpty();
    }

    private static JsonObject publication(String channel, String data) {
        return new JsonObject("{\"channel\":\"" + channel + "\",\"data\":" + data + "}");
    }

    private static String frame(int id, String channel, String data, String key) {
        return "{\"type\":\"publish\",\"id\":" + id + ",\"channel\":\"" + channel + "\",\"data\":" + data
                + (key == null ? "" : ",\"key\":\"" + key + "\"") + "}";
    }

    private List<Message> history(String channel) {
        return log.read(new ChannelId(new TenantId(tenant), channel), "", 0, 100)
                .await()
                .atMost(Duration.ofSeconds(10))
                .messages();
    }

    private CentrifugeClient centrifuge(String user) {
        return keep(CentrifugeClient.connected(port(), TestTokens.of(tenant, user)));
    }

    private Client own(String user) {
        return keep(Client.open(port(), TestTokens.of(tenant, user)));
    }

    private <T extends AutoCloseable> T keep(T client) {
        open.add(client);
        return client;
    }

    private static int port() {
        return RestAssured.port;
    }
}
