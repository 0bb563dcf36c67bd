package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.memories.FormerVersion;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** Row of {@code memory_history}. */
@Entity
@Table(name = "memory_history")
@IdClass(HistoryEntity.Key.class)
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class HistoryEntity extends MemoryColumns {

    @Id
    String tenant;

    @Id
    @Column(name = "memory_id")
    UUID memoryId;

    @Id
    int version;

    @Column(name = "replaced_by")
    String replacedBy;

    @Column(name = "replaced_at")
    Instant replacedAt;

    FormerVersion toFormerVersion() {
        return new FormerVersion(toMemory(memoryId, version, false), replacedBy, replacedAt);
    }

    /** Key of a row: one per version of a memory. */
    record Key(String tenant, UUID memoryId, int version) implements Serializable {}
}
