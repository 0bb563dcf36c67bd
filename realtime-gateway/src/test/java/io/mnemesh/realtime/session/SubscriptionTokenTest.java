package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.identity.RevocationStream;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels of a namespace that nobody subscribes to without a token for it, in both protocols of text. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class SubscriptionTokenTest {

    private static final String CHANNEL = "orders:eu-7";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    ChannelLog log;

    @Inject
    RedisLines redis;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable client : open) {
            client.close();
        }
    }

    @Test
    void shouldSubscribeWithATokenAndThenReadWhatIsInTheChannel() {
        CentrifugeClient ana = centrifuge();

        JsonObject subscribed = ana.call("subscribe", subscription(GrantTokens.of(tenant, "ana", CHANNEL)));
        publish(CHANNEL, 1);

        assertThat(subscribed.getBoolean("expires")).isTrue();
        assertThat(subscribed.getInteger("ttl")).isBetween(800, 870);
        assertThat(ana.publications(CHANNEL, 1).getFirst().getLong("offset")).isEqualTo(1);
        assertThat(ana.call("history", channel().put("limit", 5)).getJsonArray("publications"))
                .hasSize(1);
        assertThat(ana.call("presence_stats", channel()).getInteger("num_clients"))
                .isEqualTo(1);
    }

    @Test
    void shouldShowNothingOfTheChannelWithoutAToken() {
        CentrifugeClient ana = centrifuge();
        CentrifugeClient backend =
                keep(CentrifugeClient.connected(port(), TestTokens.of(tenant, "shop", "backend", "admin")));

        assertThat(ana.failure("subscribe", channel())).isEqualTo(103);
        assertThat(ana.failure("history", channel())).isEqualTo(103);
        assertThat(ana.failure("presence", channel())).isEqualTo(103);
        assertThat(backend.failure("subscribe", channel())).isEqualTo(103);
        assertThat(backend.failure("history", channel())).isEqualTo(103);
        ana.call("subscribe", subscription(GrantTokens.of(tenant, "ana", CHANNEL)));
        ana.call("unsubscribe", channel());
        assertThat(ana.failure("history", channel())).isEqualTo(103);
    }

    @Test
    void shouldRefuseTokensThatGrantSomethingElse() throws GeneralSecurityException {
        CentrifugeClient ana = centrifuge();
        var refused = new LinkedHashMap<String, Integer>();

        for (Map.Entry<String, String> wrong : wrongTokens().entrySet()) {
            refused.put(wrong.getKey(), ana.failure("subscribe", subscription(wrong.getValue())));
        }

        assertThat(refused)
                .allSatisfy((wrong, code) -> assertThat(code).as(wrong).isEqualTo(wrong.equals("expired") ? 109 : 103));
        ana.call("subscribe", subscription(GrantTokens.of(tenant, "ana", CHANNEL)));
    }

    private Map<String, String> wrongTokens() throws GeneralSecurityException {
        String good = GrantTokens.of(tenant, "ana", CHANNEL);
        var wrong = new LinkedHashMap<String, String>();
        wrong.put("another user", GrantTokens.of(tenant, "bob", CHANNEL));
        wrong.put("another channel", GrantTokens.of(tenant, "ana", "orders:eu-8"));
        wrong.put("another tenant", GrantTokens.of("other", "ana", CHANNEL));
        wrong.put("not signed", GrantTokens.unsigned(good));
        wrong.put("signed by another", GrantTokens.signedByAnother(good));
        wrong.put("no token", "nonsense");
        wrong.put("an access token", TestTokens.of(tenant, "ana", "backend"));
        wrong.put("expired", GrantTokens.lasting(tenant, "ana", CHANNEL, Duration.ofMinutes(-1)));
        wrong.put(
                "a granter without the right",
                GrantTokens.with(tenant, "ana", CHANNEL, "granter_roles", List.of("member")));
        wrong.put(
                "a granter who may not subscribe",
                GrantTokens.with(tenant, "ana", CHANNEL, "granter_roles", List.of("stranger")));
        wrong.put("no granter", GrantTokens.with(tenant, "ana", CHANNEL, "granter", ""));
        wrong.put("an override nobody knows", GrantTokens.without(tenant, "ana", CHANNEL, "history"));
        return wrong;
    }

    @Test
    void shouldRefuseTokensWhereNobodyGrants() {
        CentrifugeClient ana = centrifuge();

        assertThat(ana.failure(
                        "subscribe",
                        new JsonObject()
                                .put("channel", "chat:lobby")
                                .put("token", GrantTokens.of(tenant, "ana", "chat:lobby"))))
                .isEqualTo(103);
    }

    @Test
    void shouldNotTakeASubscriptionTokenForAnAccessToken() {
        CentrifugeClient ana = keep(CentrifugeClient.open(port()));

        ana.send(new JsonObject()
                .put("id", 1)
                .put("connect", new JsonObject().put("token", GrantTokens.of(tenant, "ana", CHANNEL)))
                .encode());

        assertThat(ana.awaitClose()).isEqualTo(3500);
    }

    @Test
    void shouldEndASubscriptionWithItsTokenAndKeepOneThatIsRefreshed() {
        CentrifugeClient ana = centrifuge();
        ana.call("subscribe", subscription(lasting(CHANNEL)));
        ana.call("subscribe", new JsonObject().put("channel", "orders:eu-8").put("token", lasting("orders:eu-8")));

        JsonObject refreshed = ana.call(
                "sub_refresh",
                new JsonObject()
                        .put("channel", "orders:eu-8")
                        .put("token", GrantTokens.of(tenant, "ana", "orders:eu-8")));
        assertThat(ana.failure("sub_refresh", subscription(GrantTokens.of(tenant, "bob", CHANNEL))))
                .isEqualTo(103);
        JsonObject end = ana.push(CHANNEL).getJsonObject("unsubscribe");
        publish(CHANNEL, 1);
        publish("orders:eu-8", 1);

        assertThat(refreshed.getBoolean("expires")).isTrue();
        assertThat(refreshed.getInteger("ttl")).isBetween(800, 870);
        assertThat(end.getInteger("code")).isEqualTo(2501);
        assertThat(end.getString("reason")).isEqualTo("subscription expired");
        assertThat(ana.publications("orders:eu-8", 1)).hasSize(1);
        assertThat(ana.failure("history", channel())).isEqualTo(103);
    }

    @Test
    void shouldEndASubscriptionWhenItsGranterIsRevoked() {
        String grant = UUID.randomUUID().toString();
        CentrifugeClient ana = centrifuge();
        ana.call("subscribe", subscription(granted(grant)));

        Instant now = Instant.now();
        redis.send(RevocationStream.add(grant, now.plus(Duration.ofMinutes(15)), now, Duration.ofMinutes(15)))
                .await()
                .atMost(PATIENCE);

        assertThat(ana.push(CHANNEL).getJsonObject("unsubscribe").getInteger("code"))
                .isEqualTo(2000);
        assertThat(ana.failure("subscribe", subscription(granted(grant)))).isEqualTo(103);
        ana.assertSilent();
    }

    @Test
    void shouldShowWhatTheGranterSees() {
        CentrifugeClient ana = centrifuge();
        var red = Map.of("orders:*", Map.of("key", "n", "cmp", "eq", "val", "2"));
        ana.call("subscribe", subscription(GrantTokens.with(tenant, "ana", CHANNEL, "channel_filters", red)));

        publish(CHANNEL, 1);
        publish(CHANNEL, 2);

        assertThat(ana.publications(CHANNEL, 1).getFirst().getLong("offset")).isEqualTo(2);
        JsonArray history = ana.call("history", channel().put("limit", 5)).getJsonArray("publications");
        assertThat(history).hasSize(1);
        JsonObject refreshed = ana.call("sub_refresh", subscription(GrantTokens.of(tenant, "ana", CHANNEL)));
        assertThat(refreshed.getBoolean("expires")).isTrue();
        assertThat(ana.push(CHANNEL).getJsonObject("unsubscribe").getInteger("code"))
                .isEqualTo(2500);
    }

    @Test
    void shouldHideASubscriberWhoseTokenTakesPresenceAway() {
        CentrifugeClient ana = centrifuge();
        CentrifugeClient bob = keep(CentrifugeClient.connected(port(), TestTokens.of(tenant, "bob")));
        ana.call("subscribe", subscription(GrantTokens.of(tenant, "ana", CHANNEL)));
        bob.call("subscribe", subscription(GrantTokens.without(tenant, "bob", CHANNEL, "presence")));

        JsonObject stats = bob.call("presence_stats", channel());

        assertThat(stats.getInteger("num_clients")).isEqualTo(1);
        ana.assertSilent();
    }

    // ---- the own protocol

    @Test
    void shouldSubscribeRefreshAndEndInTheOwnProtocol() {
        Client ana = keep(Client.open(port(), TestTokens.of(tenant, "ana")));
        var channels = List.of(CHANNEL, "orders:eu-8");
        var tokens = new JsonObject().put(CHANNEL, lasting(CHANNEL)).put("orders:eu-8", lasting("orders:eu-8"));
        ana.send(frame("subscribe").put("subscriptions", channels).encode());
        int refused = ana.problem().getInteger("status");

        ana.send(frame("subscribe")
                .put("subscriptions", channels)
                .put("tokens", tokens)
                .encode());
        JsonObject subscribed = ana.next("subscribed").getJsonObject("subscriptions");
        ana.send(frame("refresh")
                .put("channel", "orders:eu-8")
                .put("token", GrantTokens.of(tenant, "ana", "orders:eu-8"))
                .encode());
        JsonObject refreshed = ana.next("refreshed");
        JsonObject end = ana.next("unsubscribed");
        publish(CHANNEL, 1);
        publish("orders:eu-8", 1);

        assertThat(refused).isEqualTo(403);
        assertThat(subscribed.getJsonObject(CHANNEL).getInstant("expiresAt")).isBefore(Instant.now());
        assertThat(refreshed.getInstant("expiresAt")).isAfter(Instant.now().plusSeconds(600));
        assertThat(end.getJsonArray("channels")).containsExactly(CHANNEL);
        assertThat(end.getString("reason")).isEqualTo("token_expired");
        assertThat(ana.next("event").getString("channel")).isEqualTo("orders:eu-8");
    }

    private static JsonObject frame(String type) {
        return new JsonObject().put("type", type).put("id", 1);
    }

    private String lasting(String channel) {
        return GrantTokens.lasting(tenant, "ana", channel, Duration.ofSeconds(5));
    }

    private String granted(String grant) {
        return GrantTokens.with(tenant, "ana", CHANNEL, "sid", grant);
    }

    private static JsonObject channel() {
        return new JsonObject().put("channel", CHANNEL);
    }

    private static JsonObject subscription(String token) {
        return channel().put("token", token);
    }

    private void publish(String channel, int n) {
        byte[] payload = ("{\"n\":" + n + "}").getBytes(StandardCharsets.UTF_8);
        log.publish(new ChannelId(new TenantId(tenant), channel), "id-" + n, payload)
                .await()
                .atMost(PATIENCE);
    }

    private CentrifugeClient centrifuge() {
        return keep(CentrifugeClient.connected(port(), TestTokens.of(tenant, "ana")));
    }

    private <T extends AutoCloseable> T keep(T client) {
        open.add(client);
        return client;
    }

    private static int port() {
        return RestAssured.port;
    }
}
