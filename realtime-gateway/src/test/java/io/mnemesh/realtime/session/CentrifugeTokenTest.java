package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens with which clients connect and stay. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeTokenTest extends CentrifugeFixture {

    @Test
    void shouldConnectWithTheTokenOfTheCommand() {
        CentrifugeClient client = open();

        JsonObject result = client.call("connect", new JsonObject().put("token", token()));

        assertThat(result.getString("client")).isNotBlank();
        assertThat(result.getBoolean("expires")).isTrue();
        assertThat(result.getInteger("ttl")).isBetween(800, 870);
        assertThat(result.getInteger("ping")).isEqualTo(25);
        assertThat(result.getBoolean("pong")).isTrue();
        client.assertSilent();
    }

    @Test
    void shouldConnectWithTheTokenOfTheHeader() {
        CentrifugeClient client = keep(CentrifugeClient.openWithHeader(port(), token()));

        client.call("connect", new JsonObject());

        client.subscribe(CHANNEL);
    }

    @Test
    void shouldAskForATokenWhenNoneCame() {
        CentrifugeClient client = open();

        assertThat(client.failure("connect", new JsonObject())).isEqualTo(101);

        client.call("connect", new JsonObject().put("token", token()));
    }

    @Test
    void shouldAskForANewTokenWhenTheTokenHasExpired() {
        CentrifugeClient client = open();

        assertThat(client.failure("connect", new JsonObject().put("token", TestTokens.expired(tenant, "ana"))))
                .isEqualTo(109);

        client.call("connect", new JsonObject().put("token", token()));
    }

    @Test
    void shouldEndForGoodWhenTheTokenIsWrong() {
        CentrifugeClient client = open();

        client.send("{\"id\":1,\"connect\":{\"token\":\"nonsense\"}}");

        assertThat(client.awaitClose()).isEqualTo(3500);
        assertThat(client.closeReason()).isEqualTo("invalid token");
    }

    @Test
    void shouldRefreshTheToken() {
        CentrifugeClient client =
                keep(CentrifugeClient.connected(port(), TestTokens.lasting(tenant, "ana", lasts(60))));

        JsonObject result = client.call("refresh", new JsonObject().put("token", token()));

        assertThat(result.getBoolean("expires")).isTrue();
        assertThat(result.getInteger("ttl")).isBetween(800, 870);
    }

    @Test
    void shouldEndForGoodWhenTheRefreshIsForSomebodyElse() {
        CentrifugeClient client = connected();

        client.send("{\"id\":2,\"refresh\":{\"token\":\"" + TestTokens.of("other", "ana") + "\"}}");

        assertThat(client.awaitClose()).isEqualTo(3500);
    }

    @Test
    void shouldEndWhenTheTokenOfARefreshHasExpired() {
        CentrifugeClient client = connected();

        client.send("{\"id\":2,\"refresh\":{\"token\":\"" + TestTokens.expired(tenant, "ana") + "\"}}");

        assertThat(client.awaitClose()).isEqualTo(3005);
    }

    @Test
    @Tag("slow")
    void shouldEndWithTheToken() {
        CentrifugeClient client = keep(CentrifugeClient.connected(port(), TestTokens.lasting(tenant, "ana", lasts(2))));

        assertThat(client.awaitClose()).isEqualTo(3005);
        assertThat(client.closeReason()).isEqualTo("connection expired");
    }
}
