package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.persistence.MinerStore;
import io.mnemesh.intelligence.errors.persistence.MinerStore.Revision;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** The miners of the tenants that were seen last. */
@ApplicationScoped
class MinerReplicas {

    private final MinerStore store;
    private final Map<TenantId, MinerReplica> replicas;

    MinerReplicas(MinerStore store, ErrorsConfig config) {
        this.store = store;
        int most = config.validated().tenantsInMemory();
        this.replicas = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<TenantId, MinerReplica> eldest) {
                return size() > most;
            }
        };
    }

    /** What this instance has read so far, which may be nothing or behind. */
    MinerReplica asRead(TenantId tenant) {
        synchronized (replicas) {
            return replicas.computeIfAbsent(tenant, name -> new MinerReplica(0));
        }
    }

    /** Reads what is new in the caller's transaction. */
    Uni<MinerReplica> upToDate(SqlConnection connection, TenantId tenant, Revision revision) {
        MinerReplica replica = ofEpoch(tenant, revision.epoch());
        return store.changedAfter(connection, replica.version()).map(changes -> {
            replica.take(changes);
            return replica;
        });
    }

    private MinerReplica ofEpoch(TenantId tenant, long epoch) {
        synchronized (replicas) {
            MinerReplica known = replicas.get(tenant);
            if (known != null && known.epoch() == epoch) {
                return known;
            }
            var fresh = new MinerReplica(epoch);
            if (known == null || known.epoch() < epoch) {
                replicas.put(tenant, fresh);
            }
            return fresh;
        }
    }
}
