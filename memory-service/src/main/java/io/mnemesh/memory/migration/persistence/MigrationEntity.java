package io.mnemesh.memory.migration.persistence;

import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.migration.Migration;
import io.mnemesh.memory.migration.MigrationState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Row of {@code index_migration}. */
@Entity
@Table(name = "index_migration")
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class MigrationEntity {

    @Id
    UUID id;

    String build;
    String model;
    String revision;
    int dimensions;

    @Column(name = "from_build")
    String fromBuild;

    @Column(name = "from_model")
    String fromModel;

    @Column(name = "from_revision")
    String fromRevision;

    @Column(name = "from_dimensions")
    int fromDimensions;

    String state;
    long embedded;
    long remaining;
    boolean cleared;

    @Nullable
    UUID worker;

    @Column(name = "worker_until")
    @Nullable
    Instant workerUntil;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    Migration toMigration() {
        return new Migration(
                id,
                new Generation(fromBuild, fromModel, fromDimensions),
                new Generation(build, model, dimensions),
                fromRevision,
                revision,
                MigrationState.of(state),
                embedded,
                remaining,
                cleared,
                createdAt,
                updatedAt);
    }
}
