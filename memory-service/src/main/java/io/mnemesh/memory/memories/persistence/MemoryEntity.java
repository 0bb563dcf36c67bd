package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.index.ranking.Claim;
import io.mnemesh.memory.memories.Lifecycle;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.Merged;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
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

    /** See {@link MergeRepository}, also of what follows. */
    @Column(name = "merged_into")
    @Nullable
    UUID mergedInto;

    @Column(name = "merged_at")
    @Nullable
    Instant mergedAt;

    @Column(name = "merged_likeness")
    @Nullable
    Double mergedLikeness;

    @Column(name = "compared_version", insertable = false, updatable = false)
    int comparedVersion;

    @Column(name = "kept_apart")
    boolean keptApart;

    /** What it says of whom; see {@link Claim#key}. */
    @Nullable
    String claim;

    @Column(name = "claim_value")
    @Nullable
    String claimValue;

    /** Set when it is stored and by {@link LifecycleRepository}; changes of what it says leave these alone. */
    @Column(updatable = false)
    boolean pinned;

    @Column(name = "expires_at", updatable = false)
    @Nullable
    Instant expiresAt;

    @Column(name = "archived_at", updatable = false)
    @Nullable
    Instant archivedAt;

    static MemoryEntity of(TenantId tenant, Memory memory) {
        var row = new MemoryEntity();
        row.pinned = memory.lifecycle().pinned();
        row.expiresAt = memory.lifecycle().expiresAt();
        row.archivedAt = memory.lifecycle().archivedAt();
        row.id = memory.id();
        row.tenant = tenant.value();
        row.become(memory);
        return row;
    }

    /** What is stored or changed stands for itself, whatever it was merged into or kept apart from before. */
    void become(Memory memory) {
        take(memory);
        version = memory.version();
        embedded = memory.embedded();
        mergedInto = null;
        mergedAt = null;
        mergedLikeness = null;
        keptApart = false;
        Claim said = Claim.of(memory.content(), memory.context().user()).orElse(null);
        claim = said == null ? null : said.key();
        claimValue = said == null ? null : said.value();
    }

    Memory toMemory() {
        return toMemory(id, version, embedded)
                .until(validTo, supersededBy)
                .mergedInto(mergedInto)
                .with(new Lifecycle(pinned, expiresAt, archivedAt));
    }

    /** Of a memory another one stands for. */
    Merged toMerged() {
        return new Merged(Objects.requireNonNull(mergedLikeness), Objects.requireNonNull(mergedAt), toMemory());
    }
}
