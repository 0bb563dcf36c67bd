package io.mnemesh.cache.journal;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys of which this process has accepted a write, or is about to, and has not told the tiers yet. Thread-safe. */
final class Telling {

    private final Map<Address, Integer> writes = new ConcurrentHashMap<>();

    private record Address(TenantId tenant, String key) {}

    void begins(TenantId tenant, Collection<String> keys) {
        keys.forEach(key -> writes.merge(new Address(tenant, key), 1, Integer::sum));
    }

    void ends(TenantId tenant, Collection<String> keys) {
        keys.forEach(key ->
                writes.computeIfPresent(new Address(tenant, key), (same, count) -> count == 1 ? null : count - 1));
    }

    boolean isUnderWay(TenantId tenant, String key) {
        return writes.containsKey(new Address(tenant, key));
    }
}
