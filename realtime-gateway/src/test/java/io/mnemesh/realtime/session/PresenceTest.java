package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.hub.Traffic;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is there, in both protocols; the grace of the tests is a second, and an answer has three members at most. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class PresenceTest {

    private static final String CHANNEL = "chat:lobby";
    private static final JsonObject LOBBY = new JsonObject().put("channel", CHANNEL);

    @Inject
    Traffic traffic;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void shouldShowWhoIsThereInBothProtocols() {
        CentrifugeClient ana = centrifuge("ana");
        Client bob = own("bob");
        CentrifugeClient elsewhere = keep(CentrifugeClient.connected(port(), TestTokens.of(tenant + "x", "ana")));
        elsewhere.subscribe(CHANNEL);
        ana.subscribe(CHANNEL);
        bob.subscribe(CHANNEL);

        JsonObject presence = ana.call("presence", LOBBY).getJsonObject("presence");
        JsonObject stats = ana.call("presence_stats", LOBBY);
        JsonObject members = members(bob, "\"limit\":1");
        JsonObject others = members(bob, "\"limit\":1,\"after\":\"" + members.getString("next") + "\"");

        assertThat(stats).isEqualTo(new JsonObject().put("num_clients", 2).put("num_users", 2));
        assertThat(presence.fieldNames()).hasSize(2);
        assertThat(presence.fieldNames())
                .extracting(client -> presence.getJsonObject(client).getString("user"))
                .containsExactlyInAnyOrder("ana", "bob");
        assertThat(presence.fieldNames())
                .allMatch(client ->
                        presence.getJsonObject(client).getString("client").equals(client));
        assertThat(members.getInteger("id")).isEqualTo(9);
        assertThat(members.getInteger("clients")).isEqualTo(2);
        assertThat(members.getInteger("users")).isEqualTo(2);
        assertThat(users(members)).containsExactly("ana");
        assertThat(users(others)).containsExactly("bob");
        assertThat(members(bob, "\"limit\":0").getJsonArray("members")).isEmpty();
    }

    @Test
    void shouldTellWhoComesAndGoes() {
        CentrifugeClient ana = centrifuge("ana");
        Client bob = own("bob");
        ana.call("subscribe", LOBBY.copy().put("join_leave", true));
        bob.send("{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"" + CHANNEL + "\"],\"joinLeave\":true}");
        bob.next("subscribed");
        JsonObject bobs = ana.push(CHANNEL).getJsonObject("join").getJsonObject("info");
        CentrifugeClient carl = centrifuge("carl");
        carl.subscribe(CHANNEL);
        JsonObject carls = ana.push(CHANNEL).getJsonObject("join").getJsonObject("info");

        carl.call("unsubscribe", LOBBY);

        assertThat(bobs.getString("user")).isEqualTo("bob");
        assertThat(carls.getString("user")).isEqualTo("carl");
        assertThat(ana.push(CHANNEL).getJsonObject("leave").getJsonObject("info"))
                .isEqualTo(carls);
        for (String type : List.of("join", "leave")) {
            assertThat(bob.next(type))
                    .isEqualTo(new JsonObject()
                            .put("type", type)
                            .put("channel", CHANNEL)
                            .put("member", carls));
        }
        ana.assertSilent();
        bob.assertSilent();
    }

    @Test
    void shouldTellNobodyOfAReconnectAndEverybodyOfAnEnd() {
        CentrifugeClient ana = centrifuge("ana");
        ana.call("subscribe", LOBBY.copy().put("join_leave", true));
        Client bob = own("bob");
        bob.subscribe(CHANNEL);
        JsonObject joined = ana.push(CHANNEL).getJsonObject("join");

        bob.close();
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> traffic.of(new TenantId(tenant)).snapshot().connections() == 1);
        JsonObject meanwhile;
        try (Client again = Client.open(port(), TestTokens.of(tenant, "bob"))) {
            again.subscribe(CHANNEL);
            meanwhile = members(again, "\"limit\":10");
        }

        JsonObject left = ana.push(CHANNEL);
        assertThat(users(meanwhile)).containsExactly("ana", "bob");
        assertThat(left.getJsonObject("leave")).isEqualTo(joined);
        assertThat(ana.call("presence_stats", LOBBY).getInteger("num_clients")).isEqualTo(1);
    }

    @Test
    void shouldTellNobodyOfADeviceThatIsBackBeforeItsOldConnectionEnds() {
        CentrifugeClient ana = centrifuge("ana");
        ana.call("subscribe", LOBBY.copy().put("join_leave", true));
        Client before = phone();
        before.subscribe(CHANNEL);
        JsonObject joined = ana.push(CHANNEL).getJsonObject("join").getJsonObject("info");

        phone().subscribe(CHANNEL);
        before.close();
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> traffic.of(new TenantId(tenant)).snapshot().connections() == 2);

        assertThat(joined.getString("client")).startsWith("phone~");
        assertThat(ana.call("presence", LOBBY).getJsonObject("presence").fieldNames())
                .contains(joined.getString("client"))
                .hasSize(2);
        ana.assertSilent();
    }

    @Test
    void shouldRefuseAStrangeNameOfADevice() {
        assertThat(Client.refusedStatus(port(), "/ws/realtime?device=a%20b", TestTokens.of(tenant, "ana")))
                .isEqualTo(422);
    }

    @Test
    void shouldPageMembersInBothProtocols() {
        List<CentrifugeClient> users =
                List.of(centrifuge("ana"), centrifuge("bob"), centrifuge("carl"), centrifuge("dora"));
        users.forEach(user -> user.subscribe(CHANNEL));

        JsonObject first = page(users.getFirst(), null);
        JsonObject rest = page(users.getFirst(), first.getString("next"));

        assertThat(first.getInteger("clients")).isEqualTo(4);
        assertThat(first.getInteger("users")).isEqualTo(4);
        assertThat(users(first)).hasSize(3);
        assertThat(users(rest)).hasSize(1);
        assertThat(Stream.of(first, rest).flatMap(page -> users(page).stream()))
                .containsExactlyInAnyOrder("ana", "bob", "carl", "dora");
        assertThat(rest.containsKey("next")).isFalse();
    }

    private JsonObject page(CentrifugeClient client, String after) {
        var params = new JsonObject().put("channel", CHANNEL);
        if (after != null) {
            params.put("after", after);
        }
        return client.call(
                        "rpc", new JsonObject().put("method", "channel.members").put("data", params))
                .getJsonObject("data");
    }

    private Client phone() {
        Client client = keep(Client.openWithSubprotocols(
                port(), "/ws/realtime?device=phone", "mnemesh.v1", "bearer." + TestTokens.of(tenant, "bob")));
        client.next("connected");
        return client;
    }

    @Test
    void shouldNotListMoreThanAllowed() {
        List<CentrifugeClient> users =
                List.of(centrifuge("ana"), centrifuge("ana"), centrifuge("ana"), centrifuge("ana"));
        Client bob = own("bob");
        users.forEach(user -> user.subscribe(CHANNEL));

        assertThat(users.getFirst().failure("presence", LOBBY)).isEqualTo(106);
        assertThat(users.getFirst().call("presence_stats", LOBBY))
                .isEqualTo(new JsonObject().put("num_clients", 4).put("num_users", 1));
        JsonObject first = members(bob, "\"limit\":100");
        JsonObject rest = members(bob, "\"after\":\"" + first.getString("next") + "\"");
        assertThat(users(first)).containsExactly("ana", "ana", "ana");
        assertThat(users(rest)).containsExactly("ana");
        assertThat(rest.containsKey("next")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"events:session_started,108,405", "closed:a,103,403", "nowhere:a,102,404"})
    void shouldRefuseWhatIsNotShown(String channel, int code, int status) {
        var request = new JsonObject().put("channel", channel);
        CentrifugeClient ana = centrifuge("ana");
        Client bob = own("bob");

        bob.send("{\"type\":\"presence\",\"id\":9,\"channel\":\"" + channel + "\"}");

        assertThat(ana.failure("presence", request)).isEqualTo(code);
        assertThat(ana.failure("presence_stats", request)).isEqualTo(code);
        JsonObject error = bob.next("error");
        assertThat(error.getInteger("id")).isEqualTo(9);
        assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(status);
    }

    @Test
    void shouldRefuseToTellWhoComesWhereNobodyIsTold() {
        Client bob = own("bob");
        CentrifugeClient ana = centrifuge("ana");

        bob.send("{\"type\":\"subscribe\",\"subscriptions\":[\"events:session_started\"],\"joinLeave\":true}");

        assertThat(bob.problem().getInteger("status")).isEqualTo(422);
        ana.call(
                "subscribe",
                new JsonObject().put("channel", "events:session_started").put("join_leave", true));
        ana.assertSilent();
    }

    private JsonObject members(Client client, String more) {
        client.send("{\"type\":\"presence\",\"id\":9,\"channel\":\"" + CHANNEL + "\"," + more + "}");
        return client.next("members");
    }

    private static List<String> users(JsonObject members) {
        return members.getJsonArray("members").stream()
                .map(member -> ((JsonObject) member).getString("user"))
                .toList();
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
