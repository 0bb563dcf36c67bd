package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.SessionStarted;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class SocketTest extends SocketFixture {

    @Test
    void shouldConnectWithTheAuthorizationHeader() {
        Client client = open(token());

        client.assertSilent();
    }

    @Test
    void shouldConnectWithTheSubprotocol() {
        Client client = Client.openWithSubprotocols(port(), "/ws", "mnemesh.v1", "bearer." + token());
        clients.add(client);

        JsonObject connected = client.next("connected");

        assertThat(connected.getString("tenant")).isEqualTo(tenant);
        assertThat(connected.getString("subject")).isEqualTo("ana");
        assertThat(connected.getInstant("expiresAt")).isAfter(Instant.now());
        assertThat(client.subprotocol()).isEqualTo("mnemesh.v1");
    }

    @Test
    void shouldConnectWithTheFirstFrame() {
        Client client = Client.open(port());
        clients.add(client);

        client.send("{\"type\":\"connect\",\"id\":3,\"token\":\"" + token() + "\"}");

        assertThat(client.next("connected").getInteger("id")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseTheHandshakeWhenTheTokenIsBad(boolean expired) {
        String bad = expired ? TestTokens.expired(tenant, "ana") : "nonsense";

        assertThat(Client.refusal(port(), bad).getResponse().statusCode()).isEqualTo(401);
    }

    @Test
    void shouldCloseWhenTheFirstFramesTokenIsBad() {
        Client client = Client.open(port());
        clients.add(client);

        client.send("{\"type\":\"connect\",\"token\":\"" + TestTokens.expired(tenant, "ana") + "\"}");

        assertThat(client.problem().getInteger("status")).isEqualTo(401);
        assertThat(client.awaitClose()).isEqualTo(4401);
    }

    @Test
    void shouldHoldTheScopesOfAFirstFramesTokenToo() {
        Client refused = Client.open(port());
        Client allowed = Client.open(port());
        clients.add(refused);
        clients.add(allowed);

        refused.send("{\"type\":\"connect\",\"token\":\"" + TestTokens.scoped(tenant, "ana", "memory:read") + "\"}");
        allowed.send("{\"type\":\"connect\",\"id\":4,\"token\":\""
                + TestTokens.scoped(tenant, "ana", "memory:read realtime:read") + "\"}");

        assertThat(refused.problem().getInteger("status")).isEqualTo(403);
        assertThat(refused.awaitClose()).isEqualTo(4401);
        assertThat(allowed.next("connected").getInteger("id")).isEqualTo(4);
    }

    @Test
    void shouldAnswerUnauthenticatedWhenAFrameComesBeforeTheToken() {
        Client client = Client.open(port());
        clients.add(client);

        client.send("{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"" + CHANNEL + "\"]}");

        assertThat(client.problem().getInteger("status")).isEqualTo(401);
        client.send("{\"type\":\"connect\",\"token\":\"" + token() + "\"}");
        client.next("connected");
    }

    @Test
    @Tag("slow")
    void shouldEndWithTheTokenUnlessItIsRefreshed() {
        Client forgetful = Client.open(port(), TestTokens.lasting(tenant, "ana", Duration.ofSeconds(3)));
        Client careful = Client.open(port(), TestTokens.lasting(tenant, "ana", Duration.ofSeconds(3)));
        clients.addAll(List.of(forgetful, careful));

        careful.send("{\"type\":\"refresh\",\"id\":8,\"token\":\"" + token() + "\"}");

        assertThat(careful.next("refreshed").getInteger("id")).isEqualTo(8);
        assertThat(forgetful.problem().getInteger("status")).isEqualTo(401);
        assertThat(forgetful.awaitClose()).isEqualTo(4440);
        careful.assertSilent();
    }

    @Test
    void shouldCloseWhenTheRefreshIsForSomebodyElse() {
        Client client = open(token());

        client.send("{\"type\":\"refresh\",\"token\":\"" + TestTokens.of("other", "ana") + "\"}");

        assertThat(client.problem().getInteger("status")).isEqualTo(403);
        assertThat(client.awaitClose()).isEqualTo(4401);
    }

    @Test
    void shouldShowAnEventOfTheMeshOnceWhenItIsDeliveredTwice() {
        Client client = open(token());
        client.subscribe(CHANNEL);
        MeshEvent<SessionStarted> event = TestEvents.sessionStarted(tenant);

        publish(event, event, TestEvents.sessionStarted(tenant));

        JsonObject first = client.next("event");
        JsonObject second = client.next("event");
        assertThat(first.getString("channel")).isEqualTo(CHANNEL);
        assertThat(first.getString("event")).isEqualTo("session_started");
        assertThat(first.getString("eventId")).isEqualTo(event.id().toString());
        assertThat(first.getString("subject")).isEqualTo("session-1");
        assertThat(first.getInstant("time")).isEqualTo(event.time());
        assertThat(first.getJsonObject("data").getString("sessionId")).isEqualTo("session-1");
        assertThat(second.getString("eventId")).isNotEqualTo(first.getString("eventId"));
        assertThat(second.getLong("offset")).isEqualTo(first.getLong("offset") + 1);
        client.assertSilent();
    }

    @Test
    void shouldKeepTenantsApart() {
        String other = tenant + "-x";
        Client mine = open(token());
        Client theirs = open(TestTokens.of(other, "bob"));
        mine.subscribe(CHANNEL);
        theirs.subscribe(CHANNEL);

        publish(TestEvents.sessionStarted(other), TestEvents.sessionStarted(tenant));

        JsonObject seenByMe = mine.next("event");
        JsonObject seenByThem = theirs.next("event");
        assertThat(seenByMe.getString("eventId")).isNotEqualTo(seenByThem.getString("eventId"));
        mine.assertSilent();
        theirs.assertSilent();
    }

    @Test
    void shouldStopWhenUnsubscribed() {
        Client client = open(token());
        client.subscribe(CHANNEL);
        channel("id-1");
        client.next("event");

        client.send("{\"type\":\"unsubscribe\",\"id\":2,\"subscriptions\":[\"" + CHANNEL + "\"]}");
        client.next("unsubscribed");
        channel("id-2");

        client.assertSilent();
    }

    @Test
    void shouldAnswerBothWhenUnsubscribedBeforeTheChannelIsReached() {
        for (int i = 0; i < 10; i++) {
            Client client = open(token());

            client.send("{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"" + CHANNEL + "\"]}");
            client.send("{\"type\":\"unsubscribe\",\"id\":2,\"subscriptions\":[\"" + CHANNEL + "\"]}");

            assertThat(List.of(client.next(), client.next()))
                    .extracting(frame -> frame.getString("type"))
                    .containsExactlyInAnyOrder("subscribed", "unsubscribed");
        }
    }

    @Test
    void shouldSubscribeToSeveralChannelsAtOnce() {
        Client client = open(token());

        client.send("""
                {"type":"subscribe","id":5,"subscriptions":["events:memory_created","events:session_started"]}""");

        JsonObject subscribed = client.next("subscribed");
        assertThat(subscribed.getInteger("id")).isEqualTo(5);
        assertThat(subscribed.getJsonObject("subscriptions").fieldNames())
                .containsExactly("events:memory_created", CHANNEL);
    }

    @Test
    void shouldRefuseASecondSubscriptionOfAChannel() {
        Client client = open(token());
        client.subscribe(CHANNEL);

        client.send("{\"type\":\"subscribe\",\"id\":6,\"subscriptions\":[\"" + CHANNEL + "\"]}");

        JsonObject error = client.next("error");
        assertThat(error.getInteger("id")).isEqualTo(6);
        assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(409);
    }
}
