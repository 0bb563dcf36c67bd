package io.mnemesh.memory.access;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Reads of memories by those who want to know what they say, which are counted. */
@ApplicationScoped
public class UsedMemories {

    private final MemoryService memories;
    private final AccessLog log;

    UsedMemories(MemoryService memories, AccessLog log) {
        this.memories = memories;
        this.log = log;
    }

    /** The memory, or {@code not-found}. */
    public Uni<Memory> get(TenantId tenant, UUID id) {
        return memories.get(tenant, id).invoke(found -> log.read(tenant, id));
    }
}
