package io.mnemesh.cache.core;

import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.mesh.tenancy.TenantId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Values that L3 gets soon instead of at once: gathered per tenant and stored together, when {@link #MOST} are there or
 * {@link #WAIT} after the first one. What a process still holds when it ends is not stored. Safe for concurrent use.
 */
final class LaterStores {

    /** Values after which they are stored at once. */
    static final int MOST = 256;

    /** Longest time a value waits. */
    static final Duration WAIT = Duration.ofMillis(500);

    private final Map<TenantId, List<PostgresTier.Loaded>> waiting = new HashMap<>();
    private final Vertx vertx;
    private final BiConsumer<PostgresTier, List<PostgresTier.Loaded>> store;

    /** @param store stores values of one tenant, each key once */
    LaterStores(Vertx vertx, BiConsumer<PostgresTier, List<PostgresTier.Loaded>> store) {
        this.vertx = vertx;
        this.store = store;
    }

    /** @param values of one tenant */
    void add(PostgresTier postgres, List<PostgresTier.Loaded> values) {
        TenantId tenant = values.getFirst().key().tenant();
        boolean first;
        boolean full;
        synchronized (this) {
            List<PostgresTier.Loaded> gathered = waiting.computeIfAbsent(tenant, none -> new ArrayList<>());
            first = gathered.isEmpty();
            gathered.addAll(values);
            full = gathered.size() >= MOST;
        }
        if (full) {
            flush(postgres, tenant);
        } else if (first) {
            vertx.setTimer(WAIT.toMillis(), id -> flush(postgres, tenant));
        }
    }

    private void flush(PostgresTier postgres, TenantId tenant) {
        List<PostgresTier.Loaded> gathered;
        synchronized (this) {
            gathered = waiting.remove(tenant);
        }
        if (gathered != null) {
            store.accept(postgres, lastOfEachKey(gathered));
        }
    }

    /** One statement cannot change a row twice. */
    private static List<PostgresTier.Loaded> lastOfEachKey(List<PostgresTier.Loaded> values) {
        var byKey = new HashMap<String, PostgresTier.Loaded>();
        values.forEach(value -> byKey.put(value.key().key(), value));
        return List.copyOf(byKey.values());
    }
}
