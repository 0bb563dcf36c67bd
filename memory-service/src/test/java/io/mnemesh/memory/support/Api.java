package io.mnemesh.memory.support;

import static io.restassured.RestAssured.given;

import io.mnemesh.testing.identity.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The service's HTTP API as one tenant's user sees it. Every instance is a tenant of its own unless told otherwise. */
public final class Api {

    private static final AtomicInteger TENANTS = new AtomicInteger();

    private final String tenant;

    private Api(String tenant) {
        this.tenant = tenant;
    }

    public static Api ofNewTenant() {
        return new Api("t" + Long.toString(System.nanoTime(), 36) + "-" + TENANTS.incrementAndGet());
    }

    public String tenant() {
        return tenant;
    }

    public RequestSpecification request() {
        return given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .contentType(ContentType.JSON)
                .accept(ContentType.JSON);
    }

    public Response post(Object body) {
        return request().body(body).post("/api/memories");
    }

    public UUID store(String content, Map<String, ?> context) {
        return UUID.fromString(post(Map.of("content", content, "type", "fact", "context", context))
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    public UUID store(String content) {
        return store(content, Map.of());
    }

    public Response search(String query, Map<String, ?> filter) {
        return request().body(Map.of("query", query, "filter", filter)).post("/api/memories/search");
    }

    public List<String> found(String query) {
        return search(query, Map.of()).then().statusCode(200).extract().path("hits.memory.id");
    }

    public Response get(UUID id) {
        return request().get("/api/memories/" + id);
    }

    public Response delete(UUID id) {
        return request().delete("/api/memories/" + id);
    }
}
