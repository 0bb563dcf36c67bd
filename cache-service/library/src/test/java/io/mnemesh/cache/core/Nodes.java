package io.mnemesh.cache.core;

import static org.awaitility.Awaitility.await;

import io.mnemesh.cache.Found;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.FakeClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The nodes of one test, closed after it: of one service that only this test knows, on one clock. */
final class Nodes implements AfterEachCallback {

    private static final Duration WAIT = Duration.ofSeconds(10);

    final FakeClock clock = new FakeClock();
    final String service;
    private final List<Node> nodes = new ArrayList<>();

    /** @param letter what the service's name begins with */
    Nodes(String letter) {
        service = letter + UUID.randomUUID().toString().substring(0, 8);
    }

    Node node() {
        return node(clock);
    }

    Node node(FakeClock own) {
        var node = new Node(service, own);
        nodes.add(node);
        return node;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        nodes.forEach(Node::close);
    }

    static <T> T get(Uni<T> uni) {
        return uni.await().atMost(WAIT);
    }

    /** Waits until the tier below L1 has it, as seen from a cache that has not read it. */
    static void awaitStored(HierarchicalCache<String> fresh, TenantId tenant, String key, Tier tier) {
        until(() -> {
            Found<String> found = get(fresh.lookup(tenant, key));
            return found != null && found.tier() == tier;
        });
    }

    static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(10)).atMost(WAIT).until(condition);
    }
}
