package io.mnemesh.intelligence.cost;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.intelligence.orchestrator.persistence.MinuteStore;
import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.AccessRecorded.Use;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CostsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    Mesh mesh;

    @Inject
    EventFactory events;

    @Inject
    MinuteStore minutes;

    @Inject
    TenantTransactions transactions;

    @Inject
    CostAdvisor advisor;

    @Test
    void shouldTellWhatServicesAndTenantsCostAndWhatWouldBeCheaper() {
        // Given a service with four replicas for a load that two hold, and two tenants
        String service = "svc-" + UUID.randomUUID();
        String small = "a-" + UUID.randomUUID();
        String large = "a-" + UUID.randomUUID();
        carried(service, 1_500, 1.0, 4);
        MeshEvent<AccessRecorded> told = access(small, service, 10, 100);
        mesh.publish(told, access(large, service, 30, 300));
        mesh.publish(told);
        await().atMost(PATIENCE).untilAsserted(() -> own(small, "").body("items[0].services[0].share", equalTo(0.25f)));
        await().atMost(PATIENCE).untilAsserted(() -> own(large, "").body("items[0].services[0].share", equalTo(0.75f)));

        // When
        advisor.look().await().atMost(PATIENCE);

        // Then
        JsonPath costs = operator("").statusCode(200).extract().jsonPath();
        String found = "services.find { it.service == '" + service + "' }.";
        double hours = costs.getDouble(found + "replicaHours");
        assertThat(hours).isEqualTo(4 * costs.getInt(found + "minutes") / 60.0, within(1e-3));
        assertThat(costs.getDouble(found + "coreHours")).isEqualTo(hours / 4, within(1e-3));
        assertThat(costs.getDouble(found + "usedCoreHours")).isEqualTo(hours / 4, within(1e-3));
        assertThat(costs.getDouble(found + "processor")).isEqualTo(hours / 4 * 0.04, within(1e-3));
        assertThat(costs.getDouble(found + "memory")).isEqualTo(hours / 2 * 0.01, within(1e-3));
        assertThat(costs.getInt(found + "proposal.replicas")).isEqualTo(2);
        assertThat(costs.getBoolean(found + "proposal.holds")).isTrue();
        assertThat(costs.getDouble(found + "proposal.savedHoursADay")).isEqualTo(48);
        assertThat(costs.getDouble(found + "proposal.savedADay")).isEqualTo(48 * (0.01 + 0.005), within(1e-3));
        assertThat(costs.getString(found + "proposal.summary")).startsWith("2 replicas would have been short");
        assertThat(costs.getList(found + "missing")).isEmpty();
        assertThat(costs.getDouble("services.find { it.service == 'intelligence' }.storedGib"))
                .isPositive();
        double running = costs.getDouble(found + "processor") + costs.getDouble(found + "memory");
        assertThat(own(large, "").extract().jsonPath().getDouble("items[0].services[0].cost"))
                .isEqualTo(0.75 * running, within(1e-3));
    }

    @Test
    void shouldPageTenantsByName() {
        String service = "svc-" + UUID.randomUUID();
        List<String> tenants = IntStream.range(0, 3)
                .mapToObj(i -> "zz" + i + UUID.randomUUID())
                .toList();
        tenants.forEach(tenant -> mesh.publish(access(tenant, service, 1, 2)));
        tenants.forEach(tenant ->
                await().atMost(PATIENCE).untilAsserted(() -> own(tenant, "").body("items[0].units", equalTo(2))));

        JsonPath all = operator("/tenants?limit=100").statusCode(200).extract().jsonPath();

        assertThat(all.getList("items.tenant", String.class))
                .containsAll(tenants)
                .isSorted();
        JsonPath first = operator("/tenants?limit=1").extract().jsonPath();
        JsonPath second = operator("/tenants?limit=1&cursor=" + first.getString("nextCursor"))
                .extract()
                .jsonPath();
        assertThat(second.getString("items[0].tenant"))
                .isEqualTo(all.getString("items[1].tenant"))
                .isNotEqualTo(first.getString("items[0].tenant"));
    }

    @Test
    void shouldSayWhatIsMissingInsteadOfGuessing() {
        String service = "svc-" + UUID.randomUUID();
        carried(service, 30, 0.1, 1);
        advisor.look().await().atMost(PATIENCE);

        String found = "services.find { it.service == '" + service + "' }.";
        operator("?period=PT2H")
                .statusCode(200)
                .body(found + "proposal", equalTo(null))
                .body(found + "missing", hasItem("For a proposal 1440 minutes within three days."));
        own("quiet-" + UUID.randomUUID(), "?period=P30D")
                .statusCode(200)
                .body("items.size()", equalTo(0))
                .body("missing", hasItem(startsWith("Storage by tenant")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?period=P1M", "?period=PT30M", "?period=PT90M", "?period=P999D", "/tenants?cursor=*"})
    void shouldRefuseWhatIsNoPeriodOrCursor(String query) {
        operator(query).statusCode(422).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/tenants"})
    void shouldTellOperatorsOnly(String path) {
        given().get("/api/v2/ai/costs" + path).then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.of("c", "ana", Identity.ADMIN))
                .get("/api/v2/ai/costs" + path)
                .then()
                .statusCode(403);
    }

    private void carried(String service, int length, double load, int replicas) {
        Instant last = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        transactions
                .inSystem(connection -> Multi.createFrom()
                        .range(0, length)
                        .onItem()
                        .transformToUniAndConcatenate(back -> minutes.add(
                                connection,
                                service,
                                new ServiceMinute(last.minus(back, ChronoUnit.MINUTES), load, 0.5, 10, 0, replicas)))
                        .collect()
                        .last())
                .await()
                .atMost(PATIENCE);
    }

    private MeshEvent<AccessRecorded> access(String tenant, String service, long requests, long units) {
        Instant now = Instant.now();
        return events.create(
                EventTypes.ACCESS_RECORDED,
                new TenantId(tenant),
                "access",
                new AccessRecorded(
                        now.minusSeconds(60), now, List.of(new Use(service, requests, units, 0)), List.of()));
    }

    private static ValidatableResponse operator(String rest) {
        return given().auth()
                .oauth2(TestTokens.of("c", "ola", Identity.OPERATOR))
                .get("/api/v2/ai/costs" + rest)
                .then();
    }

    private static ValidatableResponse own(String tenant, String query) {
        return given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .get("/api/v2/ai/costs/own" + query)
                .then();
    }
}
