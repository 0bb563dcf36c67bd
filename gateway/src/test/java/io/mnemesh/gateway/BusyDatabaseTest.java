package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers are told while every connection to PostgreSQL is at work. */
@Tag("slow")
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class BusyDatabaseTest {

    @Inject
    TenantTransactions transactions;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int connections;

    @Test
    void shouldSayThatItIsUnavailableWhenNoConnectionComesFree() {
        // Given
        String admin = Tokens.admin();
        var release = new CompletableFuture<Boolean>();
        borrowAll(release);

        // When
        var answer = given().auth().oauth2(admin).get("/api/admin/tenants");
        release.complete(true);

        // Then
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/unavailable"));
        given().auth().oauth2(admin).get("/api/admin/tenants").then().statusCode(200);
    }

    private void borrowAll(CompletableFuture<Boolean> release) {
        var missing = new AtomicInteger(connections);
        var together = new CompletableFuture<Boolean>();
        for (int i = 0; i < connections; i++) {
            transactions
                    .inSystem(connection -> {
                        if (missing.decrementAndGet() == 0) {
                            together.complete(true);
                        }
                        return Uni.createFrom().completionStage(release);
                    })
                    .subscribe()
                    .with(done -> {}, together::completeExceptionally);
        }
        together.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
