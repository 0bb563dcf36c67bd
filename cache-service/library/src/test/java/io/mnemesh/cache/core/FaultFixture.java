package io.mnemesh.cache.core;

import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.FakeClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** Caches whose servers stop, hang, are locked or forget. */
abstract class FaultFixture {

    static final Duration WAIT = Duration.ofSeconds(15);
    static final TenantId ACME = new TenantId("acme");
    final String service = "f" + UUID.randomUUID().toString().substring(0, 8);
    final String k = "k-" + service;
    final FakeClock clock = new FakeClock();
    final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void restore() {
        nodes.forEach(Node::close);
        if (!Servers.REDIS.isRunning()) {
            Servers.REDIS.restart();
        }
        if (!Servers.POSTGRES.isRunning()) {
            Servers.POSTGRES.restart();
        }
    }

    Node node() {
        return node(Node.LEASE);
    }

    Node node(Duration lease) {
        var node = new Node(service, clock, Servers.REDIS.url(), lease);
        nodes.add(node);
        return node;
    }

    static <T> T get(Uni<T> uni) {
        return uni.await().atMost(WAIT);
    }

    static Supplier<Uni<String>> loader(String value) {
        return () -> Uni.createFrom().item(value);
    }

    static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(20)).atMost(WAIT).until(condition);
    }

    static void away(Node node) {
        until(() -> !node.factory.redisOpen());
    }
}
