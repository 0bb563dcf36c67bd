package io.mnemesh.cacheservice;

import static io.restassured.RestAssured.given;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.testing.identity.TestTokens;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** A tenant that only one test knows, and its callers. */
public record TestTenant(String name) {

    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));

    public static TestTenant any() {
        return new TestTenant("t-" + UUID.randomUUID());
    }

    /** A caller without roles. */
    public RequestSpecification member() {
        return with(TestTokens.of(name, "ana"));
    }

    public RequestSpecification admin() {
        return with(TestTokens.of(name, "root", Identity.ADMIN));
    }

    public RequestSpecification scoped(String scope) {
        return with(TestTokens.scoped(name, "tool", scope));
    }

    public static RequestSpecification operator() {
        return with(TestTokens.of("operators", "op", Identity.OPERATOR, Identity.ADMIN));
    }

    private static RequestSpecification with(String token) {
        return given().config(PLAIN).auth().oauth2(token);
    }

    public ValidatableResponse put(String path, Object body, Object... tags) {
        return member().contentType("text/plain")
                .queryParam("tag", tags)
                .body(body)
                .put("/api/cache/" + path)
                .then();
    }

    public ValidatableResponse get(String path) {
        return member().get("/api/cache/" + path).then();
    }

    /** A member's call of one of the calls of a namespace. */
    public ValidatableResponse post(String path, Map<String, ?> body) {
        return member().contentType("application/json")
                .body(body)
                .post("/api/cache/" + path)
                .then();
    }
}
