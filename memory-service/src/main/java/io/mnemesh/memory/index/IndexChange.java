package io.mnemesh.memory.index;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.UUID;

/** One change of a memory as the index takes it in. Taking in the same change again changes nothing. */
public sealed interface IndexChange {

    TenantId tenant();

    UUID id();

    /** The memory has this state. Ignored if the index has the same or a newer version. */
    record Put(IndexedMemory memory) implements IndexChange {
        @Override
        public TenantId tenant() {
            return memory.tenant();
        }

        @Override
        public UUID id() {
            return memory.id();
        }
    }

    /** The memory has this vector. Ignored if the memory is unknown or has a newer vector. */
    record Embed(TenantId tenant, UUID id, IndexedMemory.Embedding embedding) implements IndexChange {}

    /** The memory is gone. */
    record Remove(TenantId tenant, UUID id) implements IndexChange {}
}
