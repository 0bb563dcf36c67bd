package io.mnemesh.memory.transfer.persistence;

import io.mnemesh.memory.transfer.ImportState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** Row of {@code memory_import}. */
@Entity
@Table(name = "memory_import")
@IdClass(ImportEntity.Key.class)
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class ImportEntity {

    @Id
    String tenant;

    @Id
    UUID id;

    @Column(name = "created_by", updatable = false)
    String createdBy;

    String state;
    boolean closed;
    long lines;
    long stored;
    long failed;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    StoredImport toImport() {
        return new StoredImport(
                id,
                createdBy,
                ImportState.valueOf(state.toUpperCase(Locale.ROOT)),
                closed,
                lines,
                stored,
                failed,
                createdAt,
                updatedAt);
    }

    /** Key of a row. */
    record Key(String tenant, UUID id) implements Serializable {}
}
