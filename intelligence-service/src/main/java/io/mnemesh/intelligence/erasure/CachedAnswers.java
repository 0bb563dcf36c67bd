package io.mnemesh.intelligence.erasure;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;

/** What one feature caches of what was learned from memories. Each bean of this kind takes part in every erasure. */
public interface CachedAnswers {

    /**
     * Drops what is cached of a tenant, in all tiers and instances. Runs behind the transaction of an erasure, and again whenever it
     * is repeated.
     */
    Uni<Void> forget(TenantId tenant);
}
