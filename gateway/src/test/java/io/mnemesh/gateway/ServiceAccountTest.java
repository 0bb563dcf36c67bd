package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class ServiceAccountTest {

    private static final String ACCOUNTS = "/api/admin/service-accounts";
    private static final String KEYS = "/api/admin/keys";
    private static final Duration EVERYWHERE = Duration.ofSeconds(1);

    private Admin operator;

    @BeforeEach
    void signIn() {
        operator = Admin.operator();
    }

    @Test
    void shouldLetAKeyDoNoMoreThanItsAccount() {
        // Given
        operator.post(ACCOUNTS, Map.of("name", "crawler", "description", "reads the web", "roles", List.of("member")))
                .statusCode(201)
                .header("Location", containsString(ACCOUNTS + "/crawler"))
                .body("kind", equalTo("service"))
                .body("tenant", equalTo("default"))
                .body("roles", equalTo(List.of("member")))
                .body("createdBy", equalTo("admin"));

        // Then
        operator.post(KEYS, Map.of("subject", "crawler", "roles", List.of("admin")))
                .statusCode(422)
                .body("field", equalTo("roles"))
                .body("detail", equalTo("The service account 'crawler' has only the roles [member]."));
        operator.post(KEYS, Map.of("subject", "crawler")).statusCode(201).body("roles", equalTo(List.of("member")));
        operator.post(ACCOUNTS, Map.of("name", "crawler")).statusCode(409);
        operator.get(ACCOUNTS + "/crawler").statusCode(200).body("description", equalTo("reads the web"));
        operator.get(ACCOUNTS + "/nobody").statusCode(404);
    }

    @Test
    void shouldSayInTokensWhatTheirBearersSeeOfChannels() {
        String watcher = Tokens.of("default", "watcher", "member");
        String other = Tokens.of("default", "other", "member");

        assertThat(claims(watcher).getJsonObject("channel_filters"))
                .isEqualTo(new JsonObject("{\"events:*\":{\"op\":\"or\",\"nodes\":"
                        + "[{\"key\":\"data.team\",\"cmp\":\"in\",\"vals\":[\"red\",\"blue\"]}]}}"));
        assertThat(claims(other).containsKey("channel_filters")).isFalse();
    }

    private static JsonObject claims(String token) {
        return new JsonObject(
                new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }

    @Test
    void shouldRefuseAKeyThatHasExpired() throws Exception {
        // Given
        JsonPath key = operator.post(
                        KEYS,
                        Map.of(
                                "subject",
                                "short-lived",
                                "expiresAt",
                                Instant.now().plusSeconds(300).toString()))
                .statusCode(201)
                .extract()
                .jsonPath();
        given().header("X-API-Key", key.getString("apiKey"))
                .post("/api/auth/token")
                .then()
                .statusCode(200)
                .body("expiresIn", lessThanOrEqualTo(300));

        // When
        try (var owner = LoopbackServices.owner();
                var update = owner.prepareStatement(
                        "update gateway.api_key set expires_at = now() - interval '1 second' where id = ?::uuid")) {
            update.setString(1, key.getString("id"));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }

        // Then
        given().header("X-API-Key", key.getString("apiKey"))
                .post("/api/auth/token")
                .then()
                .statusCode(401)
                .body("detail", equalTo("The API key has expired; ask an admin for a new one."))
                .body("reason", equalTo("key_expired"));
    }

    @Test
    void shouldRefuseAnExpiryThatIsPast() {
        operator.post(KEYS, Map.of("subject", "late", "expiresAt", "2020-01-01T00:00:00Z"))
                .statusCode(422)
                .body("field", equalTo("expiresAt"));
        operator.post(KEYS, Map.of("subject", "late", "expiresAt", "soon")).statusCode(400);
    }

    @Test
    void shouldTellWhenAKeyWasLastUsed() {
        // Given
        JsonPath key = operator.post(KEYS, Map.of("subject", "used")).extract().jsonPath();
        operator.get(KEYS + "?subject=used").body("items[0].lastUsedAt", nullValue());
        Instant before = Instant.now().minusSeconds(1);

        // When
        Tokens.exchange(key.getString("apiKey"));

        // Then
        String used = operator.get(KEYS + "?subject=used").extract().path("items[0].lastUsedAt");
        assertThat(Instant.parse(used)).isBetween(before, Instant.now().plusSeconds(1));
    }

    @Test
    void shouldListKeysInPages() {
        // Given
        for (int i = 0; i < 5; i++) {
            operator.post(KEYS, Map.of("subject", "many")).statusCode(201);
        }

        // When
        var ids = new ArrayList<String>();
        String cursor = "";
        do {
            JsonPath page = operator.get(KEYS + "?subject=many&limit=2" + cursor)
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            ids.addAll(page.getList("items.id"));
            cursor = page.getString("nextCursor") == null ? "" : "&cursor=" + page.getString("nextCursor");
        } while (!cursor.isEmpty());

        // Then
        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
        operator.get(KEYS + "?limit=0").statusCode(422).body("field", equalTo("limit"));
        operator.get(KEYS + "?cursor=AAAA").statusCode(422).body("field", equalTo("cursor"));
    }

    @Test
    void shouldRefuseTokensOfARevokedKeyWithinASecond() {
        // Given
        JsonPath key = operator.post(KEYS, Map.of("subject", "leaked", "roles", List.of("admin")))
                .extract()
                .jsonPath();
        var leaked = new Admin(Tokens.exchange(key.getString("apiKey")));
        leaked.get(KEYS).statusCode(200);

        // When
        operator.delete(KEYS + "/" + key.getString("id")).statusCode(204);

        // Then
        awaitRevoked(leaked);
        given().header("X-API-Key", key.getString("apiKey"))
                .post("/api/auth/token")
                .then()
                .statusCode(401);
    }

    @Test
    void shouldEndTheTokensOfADisabledAccountAndLetItInAgain() {
        // Given
        String key = operator.post(KEYS, Map.of("subject", "paused", "roles", List.of("admin")))
                .extract()
                .path("apiKey");
        var paused = new Admin(Tokens.exchange(key));

        // When
        operator.patch(ACCOUNTS + "/paused", Map.of("disabled", true)).statusCode(200);

        // Then
        awaitRevoked(paused);
        given().header("X-API-Key", key)
                .post("/api/auth/token")
                .then()
                .statusCode(401)
                .body("reason", equalTo("account_disabled"));
        operator.patch(ACCOUNTS + "/paused", Map.of("disabled", false))
                .statusCode(200)
                .body("disabledAt", nullValue());
        new Admin(Tokens.exchange(key)).get(KEYS).statusCode(200);
    }

    @Test
    void shouldTakeAwayARoleFromTheKeysOfAnAccount() {
        // Given
        String key = operator.post(KEYS, Map.of("subject", "demoted", "roles", List.of("admin", "member")))
                .extract()
                .path("apiKey");
        var demoted = new Admin(Tokens.exchange(key));

        // When
        operator.patch(ACCOUNTS + "/demoted", Map.of("roles", List.of("member")))
                .statusCode(200)
                .body("roles", equalTo(List.of("member")));

        // Then
        operator.get(KEYS + "?subject=demoted").body("items[0].roles", equalTo(List.of("admin", "member")));
        awaitRevoked(demoted);
        new Admin(Tokens.exchange(key)).get(KEYS).statusCode(403);
    }

    @Test
    void shouldConfineAnAdminToAccountsOfTheOwnTenant() {
        // Given
        operator.post(ACCOUNTS, Map.of("name", "foreign")).statusCode(201);
        var admin = new Admin(Tokens.of("epsilon", "eve", "admin"));

        // Then
        admin.get(ACCOUNTS + "/foreign").statusCode(404);
        admin.get(ACCOUNTS + "/foreign?tenant=default").statusCode(404);
        admin.patch(ACCOUNTS + "/foreign?tenant=default", Map.of("disabled", true))
                .statusCode(404);
        admin.delete(ACCOUNTS + "/foreign?tenant=default").statusCode(404);
        admin.post(ACCOUNTS, Map.of("name", "root", "roles", List.of("operator")))
                .statusCode(403);
        admin.get(ACCOUNTS).statusCode(200).body("items.name", equalTo(List.of("eve")));
        new Admin(Tokens.of("epsilon", "mia", "member")).get(ACCOUNTS).statusCode(403);
        given().get(ACCOUNTS).then().statusCode(401);
    }

    @Test
    void shouldRemoveAnAccountWithItsKeys() {
        // Given
        JsonPath key = operator.post(KEYS, Map.of("subject", "gone", "roles", List.of("admin")))
                .extract()
                .jsonPath();
        var gone = new Admin(Tokens.exchange(key.getString("apiKey")));

        // When
        operator.delete(ACCOUNTS + "/gone").statusCode(204);

        // Then
        awaitRevoked(gone);
        operator.get(KEYS + "?subject=gone").body("items", equalTo(List.of()));
        operator.delete(ACCOUNTS + "/gone").statusCode(404);
    }

    private static void awaitRevoked(Admin admin) {
        await().atMost(EVERYWHERE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> admin.get(KEYS)
                        .statusCode(401)
                        .body("reason", equalTo("token_revoked"))
                        .body("detail", equalTo("The session or API key of the token was revoked; sign in again.")));
    }
}
