package io.mnemesh.memory.index;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record an index is rebuilt from. */
public interface SnapshotSource {

    /** Every tenant that ever stored a memory. */
    Uni<List<TenantId>> tenants();

    /** Memories of one tenant in the order of their ids, with their vectors of this generation; empty at the end. */
    Uni<List<IndexedMemory>> page(TenantId tenant, Generation generation, @Nullable UUID after, int limit);
}
