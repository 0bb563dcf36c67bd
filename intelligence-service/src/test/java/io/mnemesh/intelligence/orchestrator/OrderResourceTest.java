package io.mnemesh.intelligence.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayOrders;
import io.mnemesh.mesh.order.GatewayWord;
import io.mnemesh.mesh.order.GatewayWord.Answer;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service with a key for orders, and two gateways that answer as real ones do. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@TestProfile(OrderResourceTest.WithKey.class)
class OrderResourceTest extends OrchestratorFixture {

    private static final String ORDERS = OPTIMIZATION + "/orders";

    /** A key, and acting. */
    public static final class WithKey implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mnemesh.orders.key",
                    "c29tZWJvZHkgZWxzZSdzIGtleSBvZiAzMiBieXRlcyE=",
                    "mnemesh.intelligence.orchestrator.mode",
                    "apply");
        }
    }

    @Inject
    GatewayOrders orders;

    private final ScheduledExecutorService gateways = Executors.newSingleThreadScheduledExecutor();
    private Future<?> answering;

    @BeforeEach
    void start() {
        done(transactions.inSystem(connection -> TenantSql.query(connection, "delete from orchestrator_mode")));
        answering = gateways.scheduleWithFixedDelay(
                () -> {
                    say("gateway-1", true);
                    say("gateway-2", false);
                },
                0,
                50,
                TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() throws InterruptedException {
        answering.cancel(false);
        gateways.shutdown();
        assertThat(gateways.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        done(reports.leave(service + "-1"));
        done(orders.inForce()).items().forEach(order -> done(orders.takeBack(order.id())));
        done(orders.leave("gateway-1"));
        done(orders.leave("gateway-2"));
    }

    private void say(String gateway, boolean follows) {
        List<Answer> answers = done(orders.inForce()).items().stream()
                .map(order -> new Answer(order.id(), follows, follows ? "It is shed." : "It is not known."))
                .toList();
        done(orders.say(new GatewayWord(gateway, clock.instant(), List.of(), answers)));
    }

    @Test
    void shouldGiveAnOrderAuditItAndTakeItBackForAnOperator() {
        // Given a service that carries more than its only replica holds
        carries(service, 5);

        // When
        GatewayOrder order = looked();

        // Then
        operator()
                .get(ORDERS)
                .then()
                .statusCode(200)
                .body("canOrder", equalTo(true))
                .rootPath("items.find { it.service == '" + service + "' }")
                .body("id", equalTo(order.id().toString()))
                .body("kind", equalTo("shed_bulk"))
                .body("instance", nullValue())
                .body("share", equalTo(0f))
                .body("reason", containsString("more cannot be had"))
                .body("gateways", hasSize(2))
                .body("gateways[0].follows", equalTo(true))
                .body("gateways[1].text", equalTo("It is not known."));
        operator()
                .get(OPTIMIZATION + "?service=" + service)
                .then()
                .body("canOrder", equalTo(true))
                .rootPath("actions.items.find { it.kind == 'shed_bulk' }")
                .body("outcome", equalTo("applied"))
                .body("note", equalTo("1 of 2 gateways do: It is shed. Another: It is not known."));

        // When
        operator().delete(ORDERS + "/" + order.id()).then().statusCode(204);

        // Then it is gone, and not given again
        assertThat(done(orders.inForce()).items()).doesNotContain(order);
        operator()
                .get(OPTIMIZATION + "?service=" + service)
                .then()
                .rootPath("actions.items.find { it.kind == 'restore_bulk' }")
                .body("outcome", equalTo("cancelled"))
                .body("target", equalTo(service + ":bulk"))
                .body("reason", equalTo("olga cancelled it."));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            done(orchestrator.look());
            operator()
                    .get(OPTIMIZATION + "?service=" + service)
                    .then()
                    .rootPath("actions.items[0]")
                    .body("kind", equalTo("shed_bulk"))
                    .body("outcome", equalTo("refused"))
                    .body("note", containsString("cancelled: An operator took it back at "));
        });
    }

    @Test
    void shouldKnowNoOrderThatIsNotInForce() {
        for (String id : List.of(UUID.randomUUID().toString(), "none")) {
            operator()
                    .delete(ORDERS + "/" + id)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("type", containsString("not-found"));
        }
    }

    @Test
    void shouldBeForOperatorsOnly() {
        String one = ORDERS + "/" + UUID.randomUUID();
        given().get(ORDERS).then().statusCode(401).body("type", containsString("unauthenticated"));
        given().delete(one).then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.of("acme", "ana", "admin"))
                .get(ORDERS)
                .then()
                .statusCode(403);
        given().auth()
                .oauth2(TestTokens.of("acme", "ana", "admin"))
                .delete(one)
                .then()
                .statusCode(403);
    }

    private GatewayOrder looked() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            done(orchestrator.look());
                            return done(orders.inForce()).items().stream()
                                    .filter(order -> order.service().equals(service) && !order.rehearsal())
                                    .toList();
                        },
                        found -> !found.isEmpty())
                .getFirst();
    }
}
