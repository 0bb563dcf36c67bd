package io.mnemesh.intelligence.erasure;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What one feature learned from memories. Each bean of this kind takes part in every erasure. */
public interface LearnedMemories {

    /** What is counted in the proof, for example {@code errors}. */
    String what();

    /** Tables that are rewritten at the end of an erasure, so that no bytes of deleted rows stay. */
    List<String> tables();

    /**
     * Removes what was learned from these memories, so that a late event teaches nothing either. Runs in the caller's tenant
     * transaction; repeating it changes nothing.
     *
     * @return how many of them were known
     */
    Uni<Long> erase(SqlConnection connection, TenantId tenant, List<UUID> memories, Instant at);
}
