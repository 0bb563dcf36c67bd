package io.mnemesh.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class SessionTest {

    private static final String SESSIONS = "/api/auth/sessions";

    @Test
    void shouldSignInAndRenewWithAnotherRefreshTokenEachTime() {
        // Given
        Users.make("ria", "admin");

        // When
        JsonPath first = Users.login("ria", Users.PASSWORD)
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("tokenType", equalTo("Bearer"))
                .body("expiresIn", lessThanOrEqualTo(900))
                .body("refreshToken", matchesPattern("mnr_[A-Za-z0-9_-]{86}"))
                .extract()
                .jsonPath();
        JsonPath second = Users.refresh(first.getString("refreshToken"))
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(second.getString("refreshToken")).isNotEqualTo(first.getString("refreshToken"));
        assertThat(second.getString("sessionId")).isEqualTo(first.getString("sessionId"));
        Users.as(first).get("/api/admin/keys").statusCode(200);
        Users.as(second).get("/api/admin/keys").statusCode(200);
    }

    @Test
    void shouldNotTellWhatOfACredentialIsWrong() {
        Users.make("sam", "member");
        for (String name : List.of("sam", "nobody-at-all")) {
            Users.login(name, "not the password")
                    .statusCode(401)
                    .body("detail", equalTo("The name or the password is wrong."))
                    .body("reason", equalTo("bad_credentials"));
        }
        Users.login("sam", "").statusCode(422).body("field", equalTo("password"));
    }

    @Test
    void shouldEndTheFamilyWithinASecondWhenARefreshTokenIsUsedTwice() {
        // Given
        Users.make("tom", "admin");
        JsonPath first = Users.signIn("tom");
        JsonPath second =
                Users.refresh(first.getString("refreshToken")).extract().jsonPath();
        JsonPath other = Users.signIn("tom");

        // When
        Users.refresh(first.getString("refreshToken")).statusCode(401).body("reason", equalTo("refresh_reused"));

        // Then
        awaitRevoked(first);
        awaitRevoked(second);
        Users.refresh(second.getString("refreshToken"))
                .statusCode(401)
                .body("reason", equalTo("session_ended"))
                .body(
                        "detail",
                        equalTo("The session was ended because a refresh token of it was used twice, so that somebody"
                                + " may have stolen it; sign in again."));
        Users.as(other).get("/api/admin/keys").statusCode(200);
    }

    @Test
    void shouldLetOneOfManyRenewalsAtOnceThrough() throws Exception {
        // Given
        Users.make("uma", "member");
        String token = Users.signIn("uma").getString("refreshToken");

        // When
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Integer> renewal = () -> Users.refresh(token).extract().statusCode();
            for (var done : threads.invokeAll(List.of(renewal, renewal, renewal, renewal))) {
                statuses.add(done.get());
            }
        }

        // Then
        assertThat(statuses).containsExactlyInAnyOrder(200, 401, 401, 401);
    }

    @Test
    void shouldNotLetAnybodyEndASessionWithAMadeUpToken() {
        // Given
        Users.make("vic", "admin");
        JsonPath tokens = Users.signIn("vic");
        String real = tokens.getString("refreshToken");
        String forged = real.substring(0, real.length() - 4) + (real.endsWith("AAAA") ? "BBBA" : "AAAA");

        // When
        Users.refresh(forged).statusCode(401).body("reason", equalTo("refresh_malformed"));
        Users.refresh("mnr_x").statusCode(401).body("reason", equalTo("refresh_malformed"));

        // Then
        Users.refresh(real).statusCode(200);
    }

    @Test
    void shouldListDevicesAndLogOneOut() {
        // Given
        Users.make("wim", "admin");
        JsonPath here = Users.signIn("wim");
        JsonPath there = Users.signIn("wim");

        // When
        Users.as(here)
                .get(SESSIONS)
                .statusCode(200)
                .body("items.id", equalTo(List.of(here.getString("sessionId"), there.getString("sessionId"))))
                .body("items.current", equalTo(List.of(true, false)))
                .body("items[0].device", equalTo("laptop"))
                .body("items[0].userAgent", equalTo("test/1"))
                .body("items[0].address", equalTo("127.0.0.1"));
        Users.as(here).delete(SESSIONS + "/" + there.getString("sessionId")).statusCode(204);

        // Then
        awaitRevoked(there);
        Users.refresh(there.getString("refreshToken")).statusCode(401).body("reason", equalTo("session_ended"));
        Users.as(here).get(SESSIONS).body("items.id", equalTo(List.of(here.getString("sessionId"))));
        Users.as(here).delete(SESSIONS + "/" + there.getString("sessionId")).statusCode(404);
    }

    @Test
    void shouldLogOutHereAndEverywhere() {
        // Given
        Users.make("xia", "admin");
        JsonPath one = Users.signIn("xia");
        JsonPath two = Users.signIn("xia");
        JsonPath three = Users.signIn("xia");

        // When, then
        Users.as(one).post("/api/auth/logout", "{}").statusCode(204);
        awaitRevoked(one);
        Users.as(two).get("/api/admin/keys").statusCode(200);
        Users.as(two).post("/api/auth/logout", Map.of("everywhere", true)).statusCode(204);
        awaitRevoked(two);
        awaitRevoked(three);
        Admin.operator()
                .post("/api/auth/logout", "{}")
                .statusCode(409)
                .body(
                        "detail",
                        equalTo("The token was made from an API key and belongs to no session; revoke the key."));
    }

    @Test
    void shouldNotEndAnothersSession() {
        Users.make("yan", "member");
        Users.make("yve", "member");
        JsonPath yan = Users.signIn("yan");
        JsonPath yve = Users.signIn("yve");

        Users.as(yve).delete(SESSIONS + "/" + yan.getString("sessionId")).statusCode(404);
        Users.as(yve).get("/api/admin/users/yan/sessions").statusCode(403);
        Users.refresh(yan.getString("refreshToken")).statusCode(200);
    }

    @Test
    void shouldLetAnAdminSeeAndEndTheSessionsOfAUser() {
        // Given
        Users.make("zac", "admin");
        JsonPath tokens = Users.signIn("zac");
        Admin operator = Admin.operator();
        operator.get("/api/admin/users/zac/sessions")
                .statusCode(200)
                .body("items.id", equalTo(List.of(tokens.getString("sessionId"))))
                .body("items.current", equalTo(List.of(false)));

        // When
        operator.delete("/api/admin/users/zac/sessions").statusCode(204);

        // Then
        awaitRevoked(tokens);
        Users.refresh(tokens.getString("refreshToken")).statusCode(401).body("reason", equalTo("session_ended"));
    }

    @Test
    void shouldTimeOutWhenIdleAndWhenTooOld() throws Exception {
        // Given
        Users.make("old", "member");
        JsonPath idle = Users.signIn("old");
        JsonPath aged = Users.signIn("old");

        // When
        change("idle_ends_at = now() - interval '1 second'", idle.getString("sessionId"));
        change("ends_at = now() - interval '1 second'", aged.getString("sessionId"));

        // Then
        for (JsonPath tokens : List.of(idle, aged)) {
            Users.refresh(tokens.getString("refreshToken"))
                    .statusCode(401)
                    .body("reason", equalTo("session_timeout"))
                    .body("detail", equalTo("The session has timed out; sign in again."));
        }
    }

    @Test
    void shouldPutTheIdleEndOffWithEachRenewalButNotBeyondTheEnd() throws Exception {
        // Given
        Users.make("ida", "member");
        JsonPath tokens = Users.signIn("ida");
        assertThat(Duration.between(Instant.now(), Instant.parse(tokens.getString("idleEndsAt"))))
                .isBetween(Duration.ofMinutes(719), Duration.ofMinutes(720));
        change("idle_ends_at = now() + interval '1 minute'", tokens.getString("sessionId"));
        change("ends_at = now() + interval '10 minutes'", tokens.getString("sessionId"));

        // When
        JsonPath renewed = Users.refresh(tokens.getString("refreshToken"))
                .statusCode(200)
                .body("expiresIn", lessThanOrEqualTo(600))
                .extract()
                .jsonPath();

        // Then
        assertThat(renewed.getString("idleEndsAt")).isEqualTo(renewed.getString("endsAt"));
        assertThat(Instant.parse(renewed.getString("endsAt")))
                .isBefore(Instant.now().plusSeconds(601));
    }

    @Test
    void shouldEndAllSessionsWhenThePasswordChanges() {
        // Given
        Users.make("pam", "admin");
        JsonPath tokens = Users.signIn("pam");
        Admin pam = Users.as(tokens);

        // When
        pam.put("/api/auth/password", Map.of("current", "wrong one", "password", "another good phrase"))
                .statusCode(401);
        pam.put("/api/auth/password", Map.of("current", Users.PASSWORD, "password", "short"))
                .statusCode(422);
        pam.put("/api/auth/password", Map.of("current", Users.PASSWORD, "password", "another good phrase"))
                .statusCode(204);

        // Then
        awaitRevoked(tokens);
        Users.refresh(tokens.getString("refreshToken")).statusCode(401);
        Users.login("pam", Users.PASSWORD).statusCode(401);
        Users.login("pam", "another good phrase").statusCode(200);
    }

    @Test
    void shouldGiveRenewedTokensTheRolesOfNow() {
        // Given
        Users.make("ned", "admin");
        JsonPath before = Users.signIn("ned");

        // When
        Admin.operator()
                .patch("/api/admin/users/ned", Map.of("roles", List.of("member")))
                .statusCode(200);

        // Then
        awaitRevoked(before);
        JsonPath after = Users.refresh(before.getString("refreshToken"))
                .statusCode(200)
                .extract()
                .jsonPath();
        Users.as(after).get("/api/admin/keys").statusCode(403);
    }

    @Test
    void shouldNotLetADisabledUserIn() {
        Users.make("dis", "member");
        JsonPath tokens = Users.signIn("dis");
        Admin.operator().patch("/api/admin/users/dis", Map.of("disabled", true)).statusCode(200);

        Users.login("dis", Users.PASSWORD).statusCode(401).body("reason", equalTo("account_disabled"));
        Users.login("dis", "not the password").statusCode(401).body("reason", equalTo("bad_credentials"));
        Users.refresh(tokens.getString("refreshToken")).statusCode(401).body("reason", equalTo("account_disabled"));
    }

    private static void change(String what, String session) throws SQLException {
        try (var owner = LoopbackServices.owner();
                var update = owner.prepareStatement("update gateway.session set " + what + " where id = ?::uuid")) {
            update.setString(1, session);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static void awaitRevoked(JsonPath tokens) {
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () -> Users.as(tokens).get(SESSIONS).statusCode(401).body("reason", equalTo("token_revoked")));
    }
}
