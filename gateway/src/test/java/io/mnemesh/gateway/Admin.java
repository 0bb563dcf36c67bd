package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.Nullable;

/** Calls of the administration with one token. */
record Admin(String token) {

    /** The operator of the mesh under test. */
    static Admin operator() {
        return new Admin(Tokens.admin());
    }

    ValidatableResponse get(String path) {
        return with(null).get(path).then();
    }

    ValidatableResponse post(String path, @Nullable Object body) {
        return with(body).post(path).then();
    }

    ValidatableResponse patch(String path, Object body) {
        return with(body).patch(path).then();
    }

    ValidatableResponse put(String path, Object body) {
        return with(body).put(path).then();
    }

    ValidatableResponse delete(String path) {
        return with(null).delete(path).then();
    }

    private RequestSpecification with(@Nullable Object body) {
        RequestSpecification request = given().auth().oauth2(token);
        return body == null ? request : request.contentType("application/json").body(body);
    }
}
