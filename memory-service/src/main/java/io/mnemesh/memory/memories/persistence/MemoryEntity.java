package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.index.ranking.Claim;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Row of {@code memory}. */
@Entity
@Table(name = "memory")
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class MemoryEntity extends MemoryColumns {

    @Id
    UUID id;

    String tenant;
    int version;
    boolean embedded;

    /** Follows from the other values of its slot; see {@link SlotRepository}. */
    @Column(name = "valid_to", insertable = false, updatable = false)
    @Nullable
    Instant validTo;

    @Column(name = "superseded_by", insertable = false, updatable = false)
    @Nullable
    UUID supersededBy;

    /** What it says of whom; see {@link Claim#key}. */
    @Nullable
    String claim;

    @Column(name = "claim_value")
    @Nullable
    String claimValue;

    static MemoryEntity of(TenantId tenant, Memory memory) {
        var row = new MemoryEntity();
        row.id = memory.id();
        row.tenant = tenant.value();
        row.become(memory);
        return row;
    }

    void become(Memory memory) {
        take(memory);
        version = memory.version();
        embedded = memory.embedded();
        Claim said = Claim.of(memory.content(), memory.context().user()).orElse(null);
        claim = said == null ? null : said.key();
        claimValue = said == null ? null : said.value();
    }

    Memory toMemory() {
        return toMemory(id, version, embedded).until(validTo, supersededBy);
    }
}
