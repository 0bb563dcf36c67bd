package io.mnemesh.realtime.hub;

import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** Counters of all tenants' sockets on this node, since it started. */
@ApplicationScoped
public class Traffic {

    private final ConcurrentMap<TenantId, TenantTraffic> tenants = new ConcurrentHashMap<>();

    public TenantTraffic of(TenantId tenant) {
        return tenants.computeIfAbsent(tenant, _ -> new TenantTraffic());
    }

    /** What one family of channels did, for all tenants. */
    public FamilyTraffic.Snapshot ofFamily(String family) {
        return tenants.values().stream()
                .map(tenant -> tenant.snapshotOf(family))
                .reduce(FamilyTraffic.Snapshot.NONE, FamilyTraffic.Snapshot::plus);
    }

    public TenantTraffic.Snapshot total() {
        return tenants.values().stream()
                .map(TenantTraffic::snapshot)
                .reduce(TenantTraffic.Snapshot.NONE, TenantTraffic.Snapshot::plus);
    }

    public Map<TenantId, TenantTraffic.Snapshot> snapshots() {
        return tenants.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().snapshot()));
    }
}
