package io.mnemesh.gateway.edge;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shares the requests that may be under way at one service among the tenants that have some: while less than half of them
 * are, everybody is let in; beyond that nobody may have more than an equal share of three quarters. The last quarter is left
 * for tenants that come anew, so that one that floods the gateway never locks the others out. Thread-safe; the limits hold
 * to within the requests that arrive at the same instant.
 */
final class FairShare {

    private final int capacity;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentMap<TenantId, AtomicInteger> tenants = new ConcurrentHashMap<>();

    /** @param capacity requests that the service may have under way and waiting */
    FairShare(int capacity) {
        this.capacity = capacity;
    }

    /** Lets a request in, or refuses it; what was let in leaves once by {@link #leave}. */
    boolean enter(TenantId tenant) {
        int all = total.incrementAndGet();
        int own = tenants.compute(tenant, (name, count) -> {
                    AtomicInteger counted = count == null ? new AtomicInteger() : count;
                    counted.incrementAndGet();
                    return counted;
                })
                .get();
        if (all <= capacity / 2 || own <= Math.max(1, capacity * 3 / 4 / Math.max(1, tenants.size()))) {
            return true;
        }
        leave(tenant);
        return false;
    }

    void leave(TenantId tenant) {
        total.decrementAndGet();
        tenants.computeIfPresent(tenant, (name, count) -> count.decrementAndGet() <= 0 ? null : count);
    }

    /** Requests under way. */
    int total() {
        return total.get();
    }
}
