package io.mnemesh.intelligence.association;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryRated;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.identity.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Users who say what they think of memories, and ask what others found useful. */
@ApplicationScoped
class Raters {

    static final String PATH = "/api/ai/associations";
    static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Mesh mesh;
    private final EventFactory events;
    private final TenantTransactions transactions;

    Raters(Mesh mesh, EventFactory events, TenantTransactions transactions) {
        this.mesh = mesh;
        this.events = events;
        this.transactions = transactions;
    }

    /** Lets the tenant learn, as an administrator. */
    void turn(String tenant, boolean enabled) {
        as(tenant, "root", "admin")
                .body(Map.of("enabled", enabled))
                .put(PATH + "/settings")
                .then()
                .statusCode(200);
    }

    MeshEvent<MemoryRated> rated(
            String tenant, UUID memory, String user, @Nullable String rating, @Nullable String task, Instant at) {
        var context = new MemoryContext(null, null, null, null, "plant", null, task, List.of(), Map.of());
        return events.create(
                EventTypes.MEMORY_RATED,
                new TenantId(tenant),
                memory.toString(),
                new MemoryRated(memory, "fact", rating, user, context, at));
    }

    /** Users say now that a memory was useful at a task; it is known when this returns. */
    void useful(String tenant, UUID memory, String task, String... users) {
        for (String user : users) {
            tell(rated(tenant, memory, user, "useful", task, Instant.now()));
        }
    }

    /** Tells it and waits until it was taken in. */
    void tell(MeshEvent<?> event) {
        mesh.publish(event);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(taken(event.id())).isTrue());
    }

    private boolean taken(UUID event) {
        return transactions
                        .inSystem(connection -> connection
                                .preparedQuery(
                                        "select 1 from processed_event where consumer_group = $1 and event_id = $2")
                                .execute(Tuple.of(AssociationSubscription.GROUP, event)))
                        .await()
                        .atMost(PATIENCE)
                        .rowCount()
                > 0;
    }

    /** Rows that there are of a tenant. */
    long rows(String tenant, String table) {
        return transactions
                .inTenant(
                        new TenantId(tenant),
                        connection -> connection.query("select 1 from " + table).execute())
                .await()
                .atMost(PATIENCE)
                .size();
    }

    ValidatableResponse ask(String tenant, String user, String task) {
        return as(tenant, user)
                .body(Map.of("context", Map.of("task", task)))
                .post(PATH)
                .then()
                .statusCode(200);
    }

    List<String> found(String tenant, String user, String task) {
        return ask(tenant, user, task).extract().path("items.memoryId");
    }

    static RequestSpecification as(String tenant, String user, String... roles) {
        return given().auth()
                .oauth2(TestTokens.of(tenant, user, roles))
                .contentType(ContentType.JSON)
                .accept(ContentType.JSON);
    }
}
