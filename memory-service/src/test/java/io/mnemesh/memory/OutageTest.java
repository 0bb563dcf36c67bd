package io.mnemesh.memory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What still works while a server is away, and that nothing is lost when it is back. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
@Tag("slow")
class OutageTest {

    /** As many as the pool has. */
    private static final int CONNECTIONS = 16;

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Inject
    Pool pool;

    private final Api api = Api.ofNewTenant();

    @Test
    void shouldReadSearchAndStoreWhileRedisIsAway() {
        UUID before = api.store("stored before the outage", Map.of("conversation", "c"));
        soon(() -> api.get(before).then().body("embedded", equalTo(true)));
        soon(() -> api.search("outage", Map.of()).then().body("hits.memory.id", contains(before.toString())));

        UUID during;
        TestServers.redis().stop();
        try {
            api.get(before).then().statusCode(200);
            api.request().get("/api/memories").then().statusCode(200).body("items", hasSize(1));
            api.request()
                    .get("/api/conversations/c/memories")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(1));
            api.search("outage", Map.of()).then().statusCode(200).body("hits.memory.id", contains(before.toString()));
            during = api.store("stored during the blackout", Map.of("conversation", "c"));
            api.get(during).then().statusCode(200);
            api.request()
                    .get("/api/conversations/c/memories")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(2));
        } finally {
            TestServers.redis().restart();
        }

        soon(() -> api.get(during).then().body("embedded", equalTo(true)));
        soon(() -> api.search("blackout", Map.of()).then().body("hits.memory.id", hasItem(during.toString())));
    }

    @Test
    void shouldGoOnAfterPostgresWasAway() {
        UUID before = api.store("stored before");
        TestServers.postgres().kill();
        try {
            api.request()
                    .get("/api/memories")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("1"))
                    .body("type", containsString("unavailable"));
        } finally {
            TestServers.postgres().restart();
        }

        soon(() -> api.request()
                .get("/api/memories")
                .then()
                .statusCode(200)
                .body("items.id", contains(before.toString())));
        soon(() -> api.post(Map.of("content", "stored after", "type", "fact"))
                .then()
                .statusCode(201));
        soon(() -> api.get(before).then().body("embedded", equalTo(true)));
    }

    @Test
    void shouldHaveEveryConnectionBackAfterPostgresCrashedUnderLoad() throws Exception {
        // Given
        var running = new AtomicBoolean(true);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < 24; writer++) {
                writers.execute(() -> {
                    while (running.get()) {
                        api.post(Map.of("content", "stored whatever happens", "type", "fact"));
                    }
                });
            }

            // When
            for (int crash = 0; crash < 3; crash++) {
                soon(() -> api.post(Map.of("content", "stored between", "type", "fact"))
                        .then()
                        .statusCode(201));
                TestServers.postgres().kill();
                TestServers.postgres().restart();
            }
            running.set(false);
        }

        // Then
        soon(() -> api.post(Map.of("content", "stored after", "type", "fact"))
                .then()
                .statusCode(201));
        var missing = new AtomicInteger(CONNECTIONS);
        var together = new CompletableFuture<Boolean>();
        var borrowed = IntStream.range(0, CONNECTIONS)
                .mapToObj(n -> pool.withConnection(connection -> {
                            if (missing.decrementAndGet() == 0) {
                                together.complete(true);
                            }
                            return Uni.createFrom().completionStage(together);
                        })
                        .subscribeAsCompletionStage())
                .toList();
        assertThat(borrowed)
                .allSatisfy(one -> assertThat(one.get(20, TimeUnit.SECONDS)).isTrue());
    }

    @Test
    void shouldSayHowTheIndexIs() {
        soon(() -> given().get(ready)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'memory-index' }.data.state", equalTo("following")));
        api.search("anything", Map.of()).then().statusCode(200);
        given().get(metrics)
                .then()
                .statusCode(200)
                .body(containsString("mnemesh_memory_index_backlog_events"))
                .body(containsString("mnemesh_memory_search_seconds_count{leg=\"semantic\"}"));
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(45))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(check);
    }
}
