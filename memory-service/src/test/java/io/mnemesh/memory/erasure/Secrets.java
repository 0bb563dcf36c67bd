package io.mnemesh.memory.erasure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.testing.identity.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A user of a tenant whose memories hold byte strings that occur nowhere else, planted through the public API. */
final class Secrets {

    private final String tenant;
    private final String user;
    private final List<String> texts = new ArrayList<>();
    private final List<UUID> memories = new ArrayList<>();

    private Secrets(String tenant, String user) {
        this.tenant = tenant;
        this.user = user;
    }

    static Secrets plant(String tenant, String user) {
        var secrets = new Secrets(tenant, user);
        secrets.plant();
        return secrets;
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    List<UUID> memories() {
        return List.copyOf(memories);
    }

    private void plant() {
        String conversation = "conversation-" + secret();
        UUID told = store(
                "fact",
                "The passphrase is " + secret(),
                Map.of(
                        "user",
                        user,
                        "conversation",
                        conversation,
                        "tags",
                        List.of(secret()),
                        "attributes",
                        Map.of("note", secret())),
                Map.of("resolution", secret()));
        changed(told, "The passphrase became " + secret());
        store("conversation_turn", "Ana said " + secret(), Map.of("conversation", conversation), Map.of());
        store("fact", user + " works at " + secret(), Map.of("user", user), Map.of());
        String twice = "Whoever asks gets the same " + secret();
        store("fact", twice, Map.of("user", user), Map.of());
        store("fact", twice, Map.of("user", user), Map.of());
        slot("desk", secret());
        UUID deleted = store("error", "Disk full on " + secret(), Map.of("user", user), Map.of());
        memories.forEach(this::isEmbedded);
        as(user).delete("/api/memories/" + deleted).then().statusCode(204);
        as(user).post("/api/memories/consolidate").then().statusCode(200);
        as(user).body(Map.of("rating", "useful"))
                .put("/api/memories/" + told + "/feedback")
                .then()
                .statusCode(200);
        imported();
        as(user).body(Map.of("task", secret()))
                .put("/api/memories/context/current")
                .then()
                .statusCode(200);
        as(user).get("/api/memories/" + told).then().statusCode(200);
        as(user).get("/api/conversations/" + conversation + "/memories").then().statusCode(200);
        as(user).body(Map.of("query", texts.getFirst()))
                .post("/api/memories/search")
                .then()
                .statusCode(200);
    }

    private String secret() {
        String text = "sq" + UUID.randomUUID().toString().replace("-", "");
        texts.add(text);
        return text;
    }

    private UUID store(String type, String content, Map<String, ?> context, Map<String, String> details) {
        return store(new HashMap<>(Map.of("type", type, "content", content, "context", context, "details", details)));
    }

    private void slot(String attribute, String value) {
        store(new HashMap<>(Map.of(
                "type",
                "fact",
                "content",
                "It is " + value,
                "context",
                Map.of(),
                "slot",
                Map.of("subject", "s-" + secret(), "attribute", attribute))));
    }

    /** One line that is stored and one that is refused, which its report quotes. */
    private void imported() {
        String lines = """
                {"type":"fact","content":"Imported %s","context":{"user":"%s"}}
                {"type":"%s","content":"of no type"}
                """.formatted(secret(), user, secret());
        String id = as(user).contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/memories/imports")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(() -> assertThat((String)
                                as(user).get("/api/memories/imports/" + id).path("state"))
                        .isEqualTo("done"));
        List<String> stored = as(user).get("/api/memories?user=" + user + "&limit=200")
                .path("items.findAll { it.content.startsWith('Imported') }.id");
        stored.forEach(memory -> memories.add(UUID.fromString(memory)));
    }

    private UUID store(Map<String, Object> body) {
        UUID id = UUID.fromString(
                as(user).header("Idempotency-Key", UUID.randomUUID().toString())
                        .body(body)
                        .post("/api/memories")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"));
        memories.add(id);
        return id;
    }

    private void changed(UUID id, String content) {
        as(user).body(Map.of("content", content))
                .patch("/api/memories/" + id)
                .then()
                .statusCode(200);
    }

    private void isEmbedded(UUID id) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(() -> assertThat(
                                (Boolean) as(user).get("/api/memories/" + id).path("embedded"))
                        .isTrue());
    }

    RequestSpecification as(String subject, String... roles) {
        return given().auth()
                .oauth2(TestTokens.of(tenant, subject, roles))
                .contentType(ContentType.JSON)
                .accept(ContentType.JSON);
    }
}
