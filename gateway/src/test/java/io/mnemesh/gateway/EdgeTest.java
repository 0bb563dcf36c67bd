package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class EdgeTest extends EdgeFixture {

    @Test
    void shouldForwardWithOnlyWhatMayPass() {
        given().auth()
                .oauth2(token)
                .urlEncodingEnabled(false)
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Custom", "kept")
                .header("Connection", "X-Hop, keep-alive")
                .header("X-Hop", "dropped")
                .header("TE", "trailers")
                .header("X-Request-Id", "abc-1")
                .contentType("application/json")
                .body("{\"content\":\"x\"}")
                .post("/api/memories?limit=2&q=a%20b")
                .then()
                .statusCode(200)
                .header("X-Echo", "yes")
                .header("X-Request-Id", "abc-1")
                .header("X-Mnemesh-Route-Reason", nullValue())
                .body("method", equalTo("POST"))
                .body("uri", equalTo("/api/memories?limit=2&q=a%20b"))
                .body("bytes", equalTo(15))
                .body("headers.authorization", equalTo("Bearer " + token))
                .body("headers.x-custom", equalTo("kept"))
                .body("headers.x-hop", nullValue())
                .body("headers.te", nullValue())
                .body("headers.x-request-id", equalTo("abc-1"))
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.traceparent", matchesPattern("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
    }

    @Test
    void shouldKeepAWellFormedTraceAndReplaceABadRequestId() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        given().auth()
                .oauth2(token)
                .header("traceparent", trace)
                .header("X-Request-Id", "bad id with spaces")
                .get("/api/memories/1")
                .then()
                .statusCode(200)
                .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
                .body("headers.traceparent", equalTo(trace));
    }

    @Test
    void shouldPassStatusAndBodyOfAServiceOn() {
        given().auth()
                .oauth2(token)
                .get("/api/memories/teapot")
                .then()
                .statusCode(418)
                .header("X-Hop", nullValue())
                .body(equalTo("short and stout"));
        given().auth().oauth2(token).head("/api/memories/1").then().statusCode(200);
        given().auth()
                .oauth2(token)
                .delete("/api/memories/1")
                .then()
                .statusCode(200)
                .body("method", equalTo("DELETE"));
    }

    @Test
    void shouldStreamALargeAnswer() {
        byte[] body = given().auth()
                .oauth2(token)
                .get("/api/memories/stream")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(body).hasSize(160 * 64 * 1024);
    }

    @Test
    void shouldForwardNothingWithoutAGoodToken() {
        given().get("/api/memories/1")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("X-Echo", nullValue());
        given().auth().oauth2("x.y.z").get("/api/memories/1").then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.of("default", "admin", "admin"))
                .get("/api/memories/1")
                .then()
                .statusCode(401)
                .body("detail", equalTo("The token was signed with a key this mesh does not know."));
        given().auth()
                .oauth2(tampered())
                .get("/api/memories/1")
                .then()
                .statusCode(401)
                .body("detail", equalTo("The token's signature is wrong."));
        given().header("Authorization", "Basic YTpi")
                .get("/api/memories/1")
                .then()
                .statusCode(401);
        given().queryParam("access_token", token).get("/api/memories/1").then().statusCode(401);
    }

    @Test
    void shouldAnswerUnknownPathsWithAProblem() {
        for (String path : List.of("/nowhere", "/api/memoriesx", "/api", "/v1")) {
            given().auth()
                    .oauth2(token)
                    .get(path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("type", equalTo("https://mnemesh.io/problems/not-found"));
        }
    }

    @Test
    void shouldRefusePathsInDisguise() throws Exception {
        for (String path : List.of(
                "/api/memories/../admin/keys",
                "/api/memories/..%2fadmin",
                "/api/memories/%2e%2e/admin",
                "/api//memories",
                "/api/memories/a%2Fb",
                "/api/memories/a%5cb",
                "/api/memories/%00",
                "/q/..%2fapi/admin/keys",
                "/api/memories;x=1/2")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                            + "\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json");
        }
    }

    @Test
    void shouldForwardCacheKeysWithSlashesUnchanged() throws Exception {
        assertThat(cacheKey("/api/cache/n/a%2Fb%2fc")).as("reached").startsWith("HTTP/1.1 502");
        for (String path : List.of(
                "/api/cache/n/..%2Fadmin",
                "/api/cache/n%2F..%2F..%2Fadmin",
                "/api/cache/n/%2Fa",
                "/api/cache/n/a%2F.",
                "/api/cache/n/a%252Fb",
                "/api/cache/n/a%5cb")) {
            assertThat(cacheKey(path)).as(path).startsWith("HTTP/1.1 400");
        }
        assertThat(cacheKey("/api/cache%2Fn/a")).startsWith("HTTP/1.1 400");
    }

    private String cacheKey(String path) throws Exception {
        return raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void shouldRefuseBrokenEscapes() throws Exception {
        assertThat(raw("GET /api/memories/%zz HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void shouldNotBeSmuggledThrough() throws Exception {
        String answer = raw("POST /api/memories HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\n"
                + "Content-Length: 5\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "0\r\n\r\n"
                + "GET /api/admin/keys HTTP/1.1\r\n"
                + "Host: x\r\n\r\n");
        assertThat(answer).doesNotContain("\"items\"");
        assertThat(answer.split("HTTP/1.1 200", -1).length - 1).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldRefuseLargeBodies() {
        byte[] large = new byte[1024 * 1024 + 1];
        given().auth()
                .oauth2(token)
                .contentType("application/octet-stream")
                .body(large)
                .post("/api/memories")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("maxBytes", equalTo(1024 * 1024));
        given().auth()
                .oauth2(token)
                .contentType("application/octet-stream")
                .body(new byte[1024 * 1024])
                .post("/api/memories")
                .then()
                .statusCode(200)
                .body("bytes", equalTo(1024 * 1024));
    }

    @Test
    void shouldRefuseLargeBodiesOfUnknownLength() throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> small = client.send(chunked(new byte[300_000]), HttpResponse.BodyHandlers.ofString());
            assertThat(small.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(small.body()).getInteger("bytes")).isEqualTo(300_000);
            HttpResponse<String> large =
                    client.send(chunked(new byte[1_100_000]), HttpResponse.BodyHandlers.ofString());
            assertThat(large.statusCode()).isEqualTo(413);
            assertThat(large.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    private HttpRequest chunked(byte[] body) {
        return HttpRequest.newBuilder(gateway.resolve("/api/memories"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
    }

    @Test
    void shouldRefuseALargeHeader() throws Exception {
        assertThat(raw("GET /api/memories HTTP/1.1\r\nHost: x\r\nX-Large: " + "a".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void shouldSayWhichServiceIsDownSlowOrBroken() {
        given().auth()
                .oauth2(token)
                .get("/api/ai/analyze-error")
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("1"))
                .contentType("application/problem+json")
                .body("service", equalTo("intelligence"))
                .body("type", equalTo("https://mnemesh.io/problems/unavailable"));
        given().auth()
                .oauth2(token)
                .get("/api/memories/slow")
                .then()
                .statusCode(504)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/deadline-exceeded"));
        given().auth()
                .oauth2(token)
                .contentType("text/plain")
                .body("x")
                .put("/api/cache/a/b")
                .then()
                .statusCode(502)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/upstream-failed"));
        given().auth().oauth2(token).get("/api/cache/a/b").then().statusCode(502);
    }

    @Test
    void shouldBreakOffAnAnswerThatBreaksOff() throws Exception {
        String answer =
                raw("GET /api/memories/half HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("half");
    }

    @Test
    void shouldShowTheDescriptionOfEventsToEverybody() {
        given().get("/asyncapi").then().statusCode(200).body("uri", equalTo("/asyncapi"));
    }
}
