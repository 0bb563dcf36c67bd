package io.mnemesh.gateway.discovery;

import static io.mnemesh.gateway.discovery.ApiServer.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.testing.ConfigDefaults;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SliceFinderTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Endpoint ONE = new Endpoint("10.0.0.1", 7401);
    private static final Endpoint TWO = new Endpoint("10.0.0.2", 7401);
    private static final Endpoint THREE = new Endpoint("10.0.0.3", 7401);

    private final Vertx vertx = Vertx.vertx();
    private final ApiServer api = new ApiServer(vertx);
    private final Noted noted = new Noted();
    private final Finders finders = new Finders(
            vertx,
            ConfigDefaults.with(
                    DiscoveryConfig.class,
                    Map.of(
                            "mnemesh.gateway.discovery.kubernetes-api",
                            api.address(),
                            "mnemesh.gateway.discovery.service-account",
                            api.account().toString(),
                            "mnemesh.gateway.discovery.timeout",
                            "5s",
                            "mnemesh.gateway.discovery.watch",
                            "2s")));

    @BeforeEach
    void follow() {
        api.put("memory-a", "memory", 7401, endpoint("10.0.0.1", true), endpoint("10.0.0.2", true));
        api.put("cache-a", "cache", 7405, endpoint("10.0.0.9", true));
        finders.follow(finders.source("memory", List.of(URI.create("kubernetes://memory:http"))), noted);
        awaitLast(ONE, TWO);
        await().atMost(SOON).until(() -> api.watchesOpen() == 1);
    }

    @AfterEach
    void close() {
        finders.close();
        api.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void awaitLast(Endpoint... expected) {
        await().atMost(SOON).untilAsserted(() -> assertThat(noted.last()).containsExactly(expected));
    }

    @Test
    void shouldFollowTheEndpointsOfItsServiceWithOneList() {
        api.put("memory-b", "memory", 7401, endpoint("10.0.0.3", true));
        awaitLast(ONE, TWO, THREE);

        api.put("memory-a", "memory", 7401, endpoint("10.0.0.1", false), endpoint("10.0.0.2", true));
        awaitLast(TWO, THREE);

        api.delete("memory-a");
        awaitLast(THREE);
        assertThat(api.lists()).isEqualTo(1);
        assertThat(noted.failures).isEmpty();
    }

    @Test
    void shouldGoOnWhereAWatchEnded() {
        api.bookmark();
        int begun = api.watchesBegun();
        await().atMost(SOON).until(() -> api.watchesBegun() >= begun + 2);

        api.put("memory-b", "memory", 7401, endpoint("10.0.0.3", true));
        awaitLast(ONE, TWO, THREE);
        assertThat(api.lists()).isEqualTo(1);
        assertThat(noted.failures).isEmpty();
    }

    @Test
    void shouldListAnewWhatTheApiServerForgot() {
        api.forget();
        api.put("memory-b", "memory", 7401, endpoint("10.0.0.3", true));

        awaitLast(ONE, TWO, THREE);
        assertThat(api.lists()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldTellOfAnApiServerThatRefusesAndUseTheTokenItHasThen() throws IOException {
        api.renew("second");
        api.cut();
        await().atMost(SOON).until(() -> noted.failures.contains("The API server of Kubernetes answers with 401."));
        assertThat(noted.last()).containsExactly(ONE, TWO);

        api.put("memory-a", "memory", 7401, endpoint("10.0.0.3", true));
        Files.writeString(api.account().resolve("token"), "second");
        awaitLast(THREE);
    }
}
