package io.mnemesh.cache.core;

import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.mesh.tenancy.TenantId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Values that a shared tier gets soon instead of at once: gathered per tenant and stored together, when {@link #MOST} are there or
 * {@link #WAIT} after the first one. What a process still holds when it ends is not stored. Safe for concurrent use.
 *
 * @param <T> a value with all that its tier wants to know
 */
final class LaterStores<T> {

    /** Values after which they are stored at once. */
    static final int MOST = 256;

    /** Longest time a value waits. */
    static final Duration WAIT = Duration.ofMillis(500);

    private final Map<TenantId, List<T>> waiting = new HashMap<>();
    private final Vertx vertx;
    private final Function<T, EntryKey> address;
    private final Consumer<List<T>> store;

    /** @param store stores values of one tenant, each key once */
    LaterStores(Vertx vertx, Function<T, EntryKey> address, Consumer<List<T>> store) {
        this.vertx = vertx;
        this.address = address;
        this.store = store;
    }

    /** @param values of one tenant, at least one */
    void add(List<T> values) {
        TenantId tenant = address.apply(values.getFirst()).tenant();
        boolean first;
        boolean full;
        synchronized (this) {
            List<T> gathered = waiting.computeIfAbsent(tenant, none -> new ArrayList<>());
            first = gathered.isEmpty();
            gathered.addAll(values);
            full = gathered.size() >= MOST;
        }
        if (full) {
            flush(tenant);
        } else if (first) {
            vertx.setTimer(WAIT.toMillis(), id -> flush(tenant));
        }
    }

    private void flush(TenantId tenant) {
        List<T> gathered;
        synchronized (this) {
            gathered = waiting.remove(tenant);
        }
        if (gathered != null) {
            store.accept(lastOfEachKey(gathered));
        }
    }

    /** One statement cannot change a row twice. */
    private List<T> lastOfEachKey(List<T> values) {
        var byKey = new HashMap<EntryKey, T>();
        values.forEach(value -> byKey.put(address.apply(value), value));
        return List.copyOf(byKey.values());
    }
}
