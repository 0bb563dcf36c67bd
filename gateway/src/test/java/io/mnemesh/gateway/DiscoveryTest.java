package io.mnemesh.gateway;

import static io.mnemesh.gateway.DiscoveredInstances.order;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances that come and go behind the gateway. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(DiscoveredInstances.class)
class DiscoveryTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TestHTTPResource
    URI gateway;

    @Inject
    MeterRegistry metrics;

    private String token;

    @BeforeEach
    void allInstancesAreThere() {
        token = Tokens.admin();
        order("mood WELL");
        order("memory one two");
        order("embeddings 127.0.0.1");
        awaitInstances("memory", "one", "two");
        awaitInstances("embeddings", "one");
    }

    private static String address(String host, String name) {
        return host + ":" + ConfigProvider.getConfig().getValue("mnemesh.test." + name, String.class);
    }

    private JsonPath status(String service) {
        JsonPath status = given().auth()
                .oauth2(token)
                .get("/api/v2/relaycore/status")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return status.setRootPath("items.find { it.service == '" + service + "' }");
    }

    private void awaitInstances(String service, String... names) {
        String[] expected =
                Stream.of(names).map(name -> address("127.0.0.1", name)).toArray(String[]::new);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status(service).getList("instances.address", String.class))
                        .containsExactlyInAnyOrder(expected));
    }

    private Set<String> answering(String path) {
        var names = new TreeSet<String>();
        for (int i = 0; i < 30; i++) {
            names.add(given().auth()
                    .oauth2(token)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .extract()
                    .header(RelayInstances.INSTANCE));
        }
        return names;
    }

    @Test
    void shouldDrainAnInstanceThatLeavesAndKeepWhatIsKnownOfTheOther() throws Exception {
        assertThat(answering("/api/memories/1")).isNotEmpty();
        int known = requests("memory", "one");
        try (var client = HttpClient.newHttpClient()) {
            var held = client.sendAsync(
                    HttpRequest.newBuilder(gateway.resolve("/v1/models/held"))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
            await().atMost(SOON).until(() -> status("embeddings").getInt("inFlight") == 1);

            order("memory one");
            awaitInstances("memory", "one");
            assertThat(answering("/api/memories/1")).containsExactly("one");
            assertThat(requests("memory", "one")).isEqualTo(known + 30);

            order("embeddings 127.0.0.9");
            await().atMost(SOON)
                    .until(() -> status("embeddings")
                            .getList("instances.address")
                            .equals(List.of(address("127.0.0.9", "one"))));
            assertThat(status("embeddings").getInt("discovery.draining")).isEqualTo(1);

            order("release");
            assertThat(held.get().statusCode()).isEqualTo(200);
            assertThat(held.get().body()).isEqualTo("late");
            await().atMost(SOON).until(() -> status("embeddings").getInt("discovery.draining") == 0);
        }
    }

    private int requests(String service, String name) {
        return status(service).getInt("instances.find { it.address == '" + address("127.0.0.1", name) + "' }.requests");
    }

    @Test
    void shouldKeepTheInstancesWhileNobodyTellsOfThemAndSaySo() {
        order("embeddings");
        await().atMost(SOON).until(() -> status("embeddings").getBoolean("discovery.stale"));
        assertThat(status("embeddings").getString("discovery.reason")).isEqualTo("The answer named no instance.");
        assertThat(answering("/v1/models")).containsExactly("one");

        order("mood BROKEN");
        await().atMost(SOON).until(() -> status("memory").getBoolean("discovery.stale"));
        assertThat(status("memory").getString("discovery.reason")).startsWith("The name could not be looked up");
        assertThat(status("memory").getList("instances")).hasSize(2);
        assertThat(answering("/api/memories/1")).isSubsetOf("one", "two");

        order("mood WELL");
        await().atMost(SOON).until(() -> !status("memory").getBoolean("discovery.stale"));
        assertThat(status("memory").getString("discovery.reason")).isEmpty();
        assertThat(metrics.get("mnemesh_gateway_discovery_answers_total")
                        .tag("upstream", "embeddings")
                        .tag("outcome", "empty")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void shouldFollowEndpointSlices() {
        awaitInstances("cache", "one", "two");
        assertThat(status("cache").getString("discovery.source")).isEqualTo("kubernetes");

        order("cache one false");
        awaitInstances("cache", "two");
        assertThat(answering("/api/cache/a/b")).containsExactly("two");

        order("delete two");
        await().atMost(SOON).until(() -> status("cache").getBoolean("discovery.stale"));
        assertThat(answering("/api/cache/a/b")).containsExactly("two");

        order("cache two true");
        await().atMost(SOON).until(() -> !status("cache").getBoolean("discovery.stale"));
    }
}
