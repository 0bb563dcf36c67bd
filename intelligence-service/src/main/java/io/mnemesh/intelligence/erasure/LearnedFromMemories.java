package io.mnemesh.intelligence.erasure;

import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;

/**
 * What a feature keeps of memories. Make it an application-scoped bean: it is asked in the transaction of each erasure, and its
 * tables are rewritten when the erasure ends, so that nothing of their deleted rows is left on disk.
 */
public interface LearnedFromMemories {

    /** Tables with something of memories, which this service has the privilege to rewrite. */
    List<String> tables();

    /**
     * Buries these memories, so that a late event teaches nothing, and removes what was learned from them.
     *
     * @param connection in a transaction of the tenant
     * @return how many of what was removed, for the proof; what is zero is left out of it
     */
    Uni<Map<String, Long>> erase(SqlConnection connection, TenantId tenant, MemoryErased asked);
}
