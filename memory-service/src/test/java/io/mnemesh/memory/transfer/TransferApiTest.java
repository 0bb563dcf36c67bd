package io.mnemesh.memory.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class TransferApiTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final RestAssuredConfig LINES = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs("application/x-ndjson", ContentType.TEXT));

    @Inject
    ImportStep step;

    @Inject
    Scheduler scheduler;

    private final Api api = Api.ofNewTenant();

    private static void soon(ThrowingRunnable check) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(check);
    }

    private static Response send(Api to, String query, String body) {
        return to.request()
                .config(LINES)
                .contentType("application/x-ndjson")
                .body(body)
                .post("/api/memories/imports" + query);
    }

    private Response send(String query, String body) {
        return send(api, query, body);
    }

    private static String fact(String content) {
        return "{\"content\":\"" + content + "\",\"type\":\"fact\"}\n";
    }

    private static String facts(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> fact("line " + i)).collect(Collectors.joining());
    }

    private static ValidatableResponse report(Api of, String id) {
        return of.request().get("/api/memories/imports/" + id).then().statusCode(200);
    }

    private static void isDone(Api of, String id) {
        soon(() -> report(of, id).body("state", equalTo("done")));
    }

    private static String export(Api of, String query) {
        return of.request()
                .accept("application/x-ndjson")
                .get("/api/memories/export" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void shouldStoreEveryLineAndSayWhichWereRefused() {
        String body = fact("one") + "\n" + "no json\n" + "{\"content\":\" \",\"type\":\"fact\"}\n"
                + "{\"content\":\"x\",\"type\":\"fact\",\"colour\":\"red\"}\n" + fact("two");

        String id = send("", body)
                .then()
                .statusCode(202)
                .body("lines", equalTo(6))
                .extract()
                .path("id");
        isDone(api, id);

        report(api, id)
                .body("stored", equalTo(2))
                .body("failed", equalTo(3))
                .body("errors.line", contains(3, 4, 5))
                .body("errors[0].problem.type", equalTo("https://mnemesh.io/problems/malformed-request"))
                .body("errors[1].problem.field", equalTo("content"))
                .body("nextAfter", nullValue());
        api.request()
                .get("/api/memories/imports/" + id + "?limit=2")
                .then()
                .body("errors", hasSize(2))
                .body("nextAfter", equalTo(4));
        api.request().get("/api/memories/imports/" + id + "?after=4").then().body("errors.line", contains(5));
        api.request().get("/api/memories").then().body("items.content", contains("two", "one"));
    }

    @Test
    void shouldTakeAnImportInPartsAndEachPartOnce() {
        UUID id = UUID.randomUUID();
        send("?id=" + id + "&more=true", facts(1, 60)).then().statusCode(202).body("state", equalTo("receiving"));
        send("?id=" + id + "&more=true", facts(1, 60)).then().statusCode(202).body("lines", equalTo(60));
        send("?id=" + id + "&line=62", fact("gap")).then().statusCode(409).body("next", equalTo(61));
        send("?id=" + id + "&line=51", facts(51, 70)).then().statusCode(202).body("lines", equalTo(70));
        isDone(api, id.toString());
        send("?id=" + id + "&line=51", facts(51, 70)).then().statusCode(202).body("state", equalTo("done"));
        send("?id=" + id + "&line=71", fact("late")).then().statusCode(409);

        report(api, id.toString()).body("stored", equalTo(70)).body("failed", equalTo(0));
        api.request().get("/api/memories?limit=200").then().body("items", hasSize(70));
    }

    @Test
    void shouldBeginAsSoonAsLinesHaveCome() {
        scheduler.pause();
        try {
            String id = send("", facts(1, 60)).then().statusCode(202).extract().path("id");

            isDone(api, id);
        } finally {
            scheduler.resume();
        }
    }

    @Test
    void shouldStoreNothingTwiceWhenInstancesDoTheSameStep() {
        String id = send("", facts(1, 120)).then().statusCode(202).extract().path("id");
        var tenant = new TenantId(api.tenant());

        Uni.combine()
                .all()
                .unis(step.run(tenant), step.run(tenant), step.run(tenant))
                .discardItems()
                .await()
                .atMost(SOON);
        isDone(api, id);

        report(api, id).body("stored", equalTo(120)).body("failed", equalTo(0));
        api.request().get("/api/memories?limit=200").then().body("items", hasSize(120));
    }

    @Test
    void shouldGiveUpWhatIsNotStoredYet() {
        UUID id = UUID.randomUUID();
        send("?id=" + id + "&more=true", facts(1, 3)).then().statusCode(202);

        api.request()
                .delete("/api/memories/imports/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"));

        api.request().delete("/api/memories/imports/" + id).then().body("state", equalTo("cancelled"));
        send("?id=" + id + "&line=4", fact("late")).then().statusCode(409);
    }

    @Test
    void shouldTakeBackAnExportWithoutLoss() {
        UUID former = api.store("The office is in Delft", Map.of("user", "ana", "tags", List.of("a", "b")));
        UUID latter = api.store("The office is in Leiden", Map.of("user", "ana"));
        api.request()
                .put("/api/memories/" + latter + "/supersedes/" + former)
                .then()
                .statusCode(200);
        for (String value : List.of("Tern", "Heron")) {
            api.post(Map.of(
                            "content",
                            "Ana works at " + value,
                            "type",
                            "fact",
                            "slot",
                            Map.of("subject", "ana", "attribute", "employer"),
                            "occurredAt",
                            value.equals("Tern") ? "2024-01-01T00:00:00Z" : "2025-01-01T00:00:00Z",
                            "importance",
                            0.25,
                            "details",
                            Map.of("source", "cv")))
                    .then()
                    .statusCode(201);
        }
        String lines = export(api, "");
        assertThat(lines.lines()).hasSize(4);
        Api other = Api.ofNewTenant();

        String id = send(other, "", lines).then().statusCode(202).extract().path("id");
        isDone(other, id);

        report(other, id).body("stored", equalTo(4)).body("failed", equalTo(0)).body("errors", empty());
        assertThat(sorted(export(other, ""))).isEqualTo(sorted(lines));
        String memory = api.get(former).asString();
        soon(() -> assertThat(other.get(former).asString().replace("\"embedded\":true", "\"embedded\":false"))
                .isEqualTo(memory.replace("\"embedded\":true", "\"embedded\":false")));
        other.request()
                .get("/api/memories/slots?subject=ana&attribute=employer")
                .then()
                .body("value.memory.content", equalTo("Ana works at Heron"));
        String again = send(other, "", lines).then().statusCode(202).extract().path("id");
        isDone(other, again);
        report(other, again).body("stored", equalTo(4)).body("failed", equalTo(0));
        other.request().get("/api/memories?latestOnly=false").then().body("items", hasSize(4));
        assertThat(export(other, "?user=ana").lines()).hasSize(2);
        assertThat(export(other, "?user=nobody")).isBlank();
    }

    @Test
    void shouldTakeBackHowMemoriesAreKept() {
        Api other = Api.ofNewTenant();
        UUID pinned = api.store("The door is blue");
        UUID archived = api.store("The wall is white");
        UUID plain = api.store("The floor is grey");
        api.request()
                .body(Map.of("pinned", true, "expiresAt", "2999-01-01T00:00:00Z"))
                .put("/api/memories/" + pinned + "/lifecycle")
                .then()
                .statusCode(200);
        api.request().post("/api/memories/" + archived + "/archive").then().statusCode(200);
        String lines = export(api, "");
        assertThat(lines.lines()).hasSize(3);

        String id = send(other, "", lines).then().statusCode(202).extract().path("id");
        isDone(other, id);

        report(other, id).body("stored", equalTo(3)).body("failed", equalTo(0));
        assertThat(sorted(export(other, ""))).isEqualTo(sorted(lines));
        for (UUID memory : List.of(pinned, archived, plain)) {
            assertThat(other.get(memory).<Map<String, ?>>path("lifecycle"))
                    .isEqualTo(api.get(memory).path("lifecycle"));
        }
        other.get(pinned).then().body("lifecycle.expiresAt", equalTo("2999-01-01T00:00:00Z"));
        other.request().get("/api/memories").then().body("items.id", contains(plain.toString(), pinned.toString()));
    }

    private static List<String> sorted(String lines) {
        return Arrays.stream(lines.split("\n", -1)).sorted().toList();
    }

    @Test
    void shouldRefuseAnIdThatIsTakenByAnotherMemory() {
        UUID id = api.store("mine");

        String job = send("", "{\"content\":\"yours\",\"type\":\"fact\",\"id\":\"" + id + "\"}\n")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        isDone(api, job);

        report(api, job).body("failed", equalTo(1)).body("errors[0].problem.status", equalTo(409));
        api.get(id).then().body("content", equalTo("mine"));
    }

    @Test
    void shouldKeepTenantsApart() {
        String id = send("", fact("mine")).then().statusCode(202).extract().path("id");
        Api other = Api.ofNewTenant();

        other.request().get("/api/memories/imports/" + id).then().statusCode(404);
        other.request().delete("/api/memories/imports/" + id).then().statusCode(404);
        assertThat(export(other, "")).isBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?id=x", "?line=0", "?line=x", "?more=maybe"})
    void shouldRefuseWhatMakesNoSense(String query) {
        send(query, fact("x")).then().statusCode(422);
        send("", "").then().statusCode(422);
        api.request().get("/api/memories/imports/nothing").then().statusCode(404);
        api.request()
                .accept("application/x-ndjson")
                .get("/api/memories/export?from=noon")
                .then()
                .statusCode(422);
    }

    @Test
    void shouldRefuseLinesThatMakeNoSense() {
        var members = Map.of(
                "\"id\":\"00000000-0000-4000-8000-000000000001\"", "id",
                "\"id\":\"x\"", "id",
                "\"createdAt\":\"2999-01-01T00:00:00Z\"", "createdAt",
                "\"createdAt\":\"noon\"", "createdAt",
                "\"supersededBy\":\"1-1-1-1-1\"", "supersededBy",
                "\"lifecycle\":{\"expiresAt\":\"2020-01-01T00:00:00Z\"}", "lifecycle.expiresAt",
                "\"lifecycle\":{\"archivedAt\":\"2999-01-01T00:00:00Z\"}", "lifecycle.archivedAt",
                "\"lifecycle\":{\"ttl\":\"soon\"}", "lifecycle.ttl");
        List<String> lines = List.copyOf(members.keySet());
        String body = lines.stream()
                .map(member -> "{\"content\":\"x\",\"type\":\"fact\"," + member + "}\n")
                .collect(Collectors.joining());

        String id = send("", body).then().statusCode(202).extract().path("id");
        isDone(api, id);

        report(api, id)
                .body("stored", equalTo(0))
                .body("errors.line", equalTo(List.of(1, 2, 3, 4, 5, 6, 7, 8)))
                .body(
                        "errors.problem.field",
                        equalTo(lines.stream().map(members::get).toList()));
    }

    @Test
    void shouldRefuseOtherMediaTypesAndBodiesThatAreTooLarge() {
        api.request().body(fact("x")).post("/api/memories/imports").then().statusCode(415);
        send("", "x".repeat((1 << 20) + 1)).then().statusCode(413);
    }
}
