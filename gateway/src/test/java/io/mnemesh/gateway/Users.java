package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;

/** Users of the gateway under test, made and signed in as clients do it. */
final class Users {

    static final String PASSWORD = "four green bottles";

    private Users() {}

    /** Makes a user of the first tenant. */
    static void make(String name, String... roles) {
        Admin.operator()
                .post("/api/admin/users", Map.of("name", name, "password", PASSWORD, "roles", List.of(roles)))
                .statusCode(201);
    }

    static ValidatableResponse login(String name, String password) {
        return given().contentType("application/json")
                .header("User-Agent", "test/1")
                .body(Map.of("name", name, "password", password, "device", "laptop"))
                .post("/api/auth/login")
                .then();
    }

    static JsonPath signIn(String name) {
        return login(name, PASSWORD).statusCode(200).extract().jsonPath();
    }

    static ValidatableResponse refresh(String token) {
        return given().contentType("application/json")
                .body(Map.of("refreshToken", token))
                .post("/api/auth/refresh")
                .then();
    }

    /** Calls with the access token of an answer. */
    static Admin as(JsonPath tokens) {
        return new Admin(tokens.getString("accessToken"));
    }
}
