package io.mnemesh.embeddings.vector;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Gathers cache lookups: while one of a tenant is under way the next ones wait and then go together. A lone lookup goes
 * at once; the busier the service, the more keys share a round trip. Safe for concurrent use.
 */
final class LookupGate {

    private static final int MOST_AT_ONCE = 256;

    private final Map<TenantId, List<Flight>> gathering = new HashMap<>();
    private final BiConsumer<TenantId, List<Flight>> lookup;

    /** @param lookup starts a lookup; {@link #passed} must be called once for each when its answer is there */
    LookupGate(BiConsumer<TenantId, List<Flight>> lookup) {
        this.lookup = lookup;
    }

    void enter(TenantId tenant, List<Flight> flights) {
        synchronized (this) {
            List<Flight> waiting = gathering.get(tenant);
            if (waiting != null) {
                waiting.addAll(flights);
                return;
            }
            gathering.put(tenant, new ArrayList<>());
        }
        lookup.accept(tenant, flights);
    }

    void passed(TenantId tenant) {
        List<Flight> next;
        synchronized (this) {
            List<Flight> waiting = gathering.getOrDefault(tenant, new ArrayList<>());
            if (waiting.isEmpty()) {
                gathering.remove(tenant);
                return;
            }
            List<Flight> head = waiting.subList(0, Math.min(waiting.size(), MOST_AT_ONCE));
            next = List.copyOf(head);
            head.clear();
        }
        lookup.accept(tenant, next);
    }
}
