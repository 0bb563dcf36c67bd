package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who writes, in the own protocol; in the tests it lasts two seconds. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class TypingTest {

    private static final String CHANNEL = "chat:lobby";

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<Client> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }

    @Test
    void shouldTellOthersThatAUserWritesAndStops() {
        Client ana = subscribed("ana", "");
        Client bob = subscribed("bob", ",\"typing\":true");
        Client carl = subscribed("carl", "");

        ana.send("{\"type\":\"typing\",\"channel\":\"chat:lobby\"}");
        JsonObject writes = bob.next("writing");
        ana.send("{\"type\":\"typing\",\"channel\":\"chat:lobby\",\"on\":false}");
        JsonObject stops = bob.next("writing");

        assertThat(writes.getString("channel")).isEqualTo(CHANNEL);
        assertThat(writes.getJsonObject("member").getString("user")).isEqualTo("ana");
        assertThat(writes.getBoolean("on")).isTrue();
        assertThat(stops).isEqualTo(writes.copy().put("on", false));
        ana.assertSilent();
        carl.assertSilent();
    }

    @Test
    void shouldTellSeldomHoweverOftenItIsSaid() {
        Client ana = subscribed("ana", "");
        Client bob = subscribed("bob", ",\"typing\":true");

        for (int i = 0; i < 50; i++) {
            ana.send("{\"type\":\"typing\",\"channel\":\"chat:lobby\"}");
            ana.send("{\"type\":\"typing\",\"channel\":\"chat:lobby\",\"on\":false}");
        }
        ana.assertSilent();

        assertThat(bob.next("writing").getBoolean("on")).isTrue();
        assertThat(bob.next("writing").getBoolean("on")).isFalse();
        // Signals and publications of the same moment have no order.
        ana.send("{\"type\":\"publish\",\"channel\":\"chat:lobby\",\"data\":1}");
        bob.next("publication");
    }

    @Test
    void shouldEndWhenTheUserSaysNothingForAWhile() {
        Client ana = subscribed("ana", "");
        Client bob = subscribed("bob", ",\"typing\":true");

        ana.send("{\"type\":\"typing\",\"channel\":\"chat:lobby\"}");

        assertThat(bob.next("writing").getBoolean("on")).isTrue();
        assertThat(bob.next("writing").getBoolean("on")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"chat:other,409", "closed:a,403", "events:session_started,403", "nowhere:a,404", "brief:a,405"})
    void shouldRefuseWhereNobodyIsTold(String channel, int status) {
        Client ana = subscribed("ana", "");

        ana.send("{\"type\":\"typing\",\"id\":3,\"channel\":\"" + channel + "\"}");

        JsonObject error = ana.next("error");
        assertThat(error.getInteger("id")).isEqualTo(3);
        assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(status);
    }

    private Client subscribed(String user, String more) {
        Client client = Client.open(RestAssured.port, TestTokens.of(tenant, user));
        clients.add(client);
        client.send("{\"type\":\"subscribe\",\"subscriptions\":[\"chat:lobby\"]" + more + "}");
        client.next("subscribed");
        return client;
    }
}
