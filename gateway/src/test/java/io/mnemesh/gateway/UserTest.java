package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class UserTest {

    private static final String USERS = "/api/admin/users";
    private static final String PASSWORD = "four green bottles";

    private Admin operator;

    @BeforeEach
    void signIn() {
        operator = Admin.operator();
    }

    @Test
    void shouldStoreAnArgon2idHashAndNoPassword() throws Exception {
        // When
        operator.post(USERS, Map.of("name", "hashed@example.org", "password", PASSWORD))
                .statusCode(201)
                .header("Location", containsString(USERS + "/hashed@example.org"))
                .body("kind", equalTo("user"))
                .body("roles", equalTo(List.of("member")))
                .body("$", not(org.hamcrest.Matchers.hasKey("password")));

        // Then
        try (var owner = LoopbackServices.owner();
                var rows = owner.createStatement()
                        .executeQuery("select hash from gateway.password where account = 'hashed@example.org'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        }
    }

    @Test
    void shouldHaveNoUserAndNoPasswordFromTheStart() throws Exception {
        try (var owner = LoopbackServices.owner();
                var rows = owner.createStatement()
                        .executeQuery("select count(*) from gateway.account where kind = 'user'"
                                + " and created_by = 'first-start'")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void shouldRefuseWeakPasswords() {
        for (String weak : List.of("", "short", "aaaaaaaaaaaaaaaa", "weak-user-2026", "x".repeat(257))) {
            operator.post(USERS, Map.of("name", "weak-user", "password", weak))
                    .statusCode(422)
                    .body("field", equalTo("password"))
                    .body("detail", startsWith("A password "));
        }
        operator.get(USERS + "/weak-user").statusCode(404);
    }

    @Test
    void shouldKeepUsersAndServiceAccountsApart() {
        // Given
        operator.post(USERS, Map.of("name", "person", "password", PASSWORD)).statusCode(201);

        // Then
        operator.post(USERS, Map.of("name", "person", "password", PASSWORD)).statusCode(409);
        operator.post("/api/admin/service-accounts", Map.of("name", "person")).statusCode(409);
        operator.post("/api/admin/keys", Map.of("subject", "person")).statusCode(409);
        operator.get("/api/admin/service-accounts/person").statusCode(404);
        operator.get("/api/admin/service-accounts").body("items.name", not(hasItem("person")));
        operator.get(USERS).statusCode(200).body("items.name", hasItem("person"));
    }

    @Test
    void shouldConfineAnAdminToUsersOfTheOwnTenant() {
        // Given
        operator.post(USERS, Map.of("name", "elsewhere", "password", PASSWORD)).statusCode(201);
        var admin = new Admin(Tokens.of("zeta", "zoe", "admin"));

        // Then
        admin.get(USERS + "/elsewhere?tenant=default").statusCode(404);
        admin.put(USERS + "/elsewhere/password?tenant=default", Map.of("password", PASSWORD))
                .statusCode(404);
        admin.post(USERS, Map.of("name", "root", "password", PASSWORD, "roles", List.of("operator")))
                .statusCode(403);
        admin.post(USERS, Map.of("name", "own", "password", PASSWORD))
                .statusCode(201)
                .body("tenant", equalTo("zeta"));
        new Admin(Tokens.of("zeta", "max", "member")).get(USERS).statusCode(403);
        given().get(USERS).then().statusCode(401);
    }

    @Test
    void shouldNotLetAnAdminTakeOverAnOperator() {
        // Given
        operator.post(USERS, Map.of("name", "boss", "password", PASSWORD, "roles", List.of("operator", "admin")))
                .statusCode(201);
        var admin = new Admin(Tokens.of("default", "plain-admin", "admin"));

        // Then
        admin.put(USERS + "/boss/password", Map.of("password", "another good phrase"))
                .statusCode(403);
        admin.patch(USERS + "/boss", Map.of("disabled", true)).statusCode(403);
        admin.delete(USERS + "/boss").statusCode(403);
    }
}
