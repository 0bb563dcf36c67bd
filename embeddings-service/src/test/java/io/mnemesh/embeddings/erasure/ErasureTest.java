package io.mnemesh.embeddings.erasure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.TestServers;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ErasureTest extends ServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    EventPublisher publisher;

    @Inject
    EventFactory events;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final String secret = "sq" + UUID.randomUUID().toString().replace("-", "");
    private final UUID erasure = UUID.randomUUID();

    @Tag("slow")
    @Test
    void shouldRemoveTheUsersCorporaAndTheTenantsVectors() throws SQLException {
        String anas = submit("ana", "Ana keeps " + secret);
        String bobs = submit("bob", "Bob keeps tea");
        finished("ana", anas);
        finished("bob", bobs);
        assertThat(count("embedding_job")).isEqualTo(2);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(vectors()).isEqualTo(2));
        assertThat(files()).isNotEmpty();

        publisher.publish(List.of(request(1), request(2))).await().atMost(PATIENCE);

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(proofs())
                        .containsExactly("{\"jobs\":1,\"vectors\":2}", "{\"jobs\":0,\"vectors\":0}"));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(files()).isEmpty());
        as("ana").get("/api/embeddings/jobs/" + anas).then().statusCode(404);
        as("bob").get("/api/embeddings/jobs/" + bobs).then().statusCode(200).body("done", equalTo(1));
        assertThat(vectors()).isZero();
    }

    private MeshEvent<MemoryErased> request(int round) {
        return events.create(
                EventTypes.MEMORY_ERASED,
                new TenantId(tenant),
                erasure.toString(),
                new MemoryErased(
                        erasure, round, 1, 1, "ana", true, true, List.of(), Instant.parse("2026-11-01T12:00:00Z")));
    }

    private RequestSpecification as(String user) {
        return given().auth().oauth2(TestTokens.of(tenant, user)).contentType(ContentType.JSON);
    }

    private String submit(String user, String text) {
        return as(user).body(Map.of("texts", List.of(text)))
                .post("/api/embeddings/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private void finished(String user, String job) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> as(user).get("/api/embeddings/jobs/" + job).then().body("done", equalTo(1)));
    }

    private long count(String table) throws SQLException {
        return number("select count(*) from embeddings." + table + " where tenant = '" + tenant + "'");
    }

    private long vectors() throws SQLException {
        return number(
                "select count(*) from embeddings.cache_entry where value is not null and tenant = '" + tenant + "'");
    }

    private static long number(String sql) throws SQLException {
        try (var connection = superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<String> proofs() throws SQLException {
        var proofs = new ArrayList<String>();
        try (var connection = superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select removed::jsonb::text from embeddings.erasure_proof"
                        + " where erasure_id = '" + erasure + "' order by round")) {
            while (rows.next()) {
                proofs.add(rows.getString(1).replace(" ", ""));
            }
        }
        return proofs;
    }

    /** Files of tables and indexes that hold the secret, once all is written to disk. */
    private List<Path> files() throws SQLException {
        try (var connection = superuser();
                var statement = connection.createStatement()) {
            statement.execute("checkpoint");
            try (var rows = statement.executeQuery("show data_directory")) {
                rows.next();
                try (Stream<Path> all = Files.walk(Path.of(rows.getString(1), "base"))) {
                    return all.filter(Files::isRegularFile).filter(this::holds).toList();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean holds(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.sql.Connection superuser() throws SQLException {
        return DriverManager.getConnection(TestServers.postgres().jdbcUrl(), "postgres", "postgres");
    }
}
