package io.mnemesh.cache.journal;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Makes the tiers of a cache forget keys, in every process. */
@FunctionalInterface
public interface Forgetting {

    Uni<Void> forget(TenantId tenant, List<String> keys);
}
