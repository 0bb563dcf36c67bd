package io.mnemesh.memory.migration.persistence;

import io.mnemesh.memory.migration.Migration;
import io.mnemesh.memory.migration.MigrationState;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Migrations of the index in PostgreSQL. Every method joins the running system transaction. */
@ApplicationScoped
public class MigrationRepository {

    private static final String INSERT = """
            insert into index_migration (id, build, model, revision, dimensions, from_build, from_model, from_revision,
                from_dimensions, state, created_at, updated_at)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            on conflict do nothing""";

    private final Rows rows;

    MigrationRepository(Rows rows) {
        this.rows = rows;
    }

    /** False if another one is open. */
    public Uni<Boolean> insert(Migration migration) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter(1, migration.id())
                        .setParameter(2, migration.to().name())
                        .setParameter(3, String.valueOf(migration.to().model()))
                        .setParameter(4, migration.revision())
                        .setParameter(5, migration.to().dimensions())
                        .setParameter(6, migration.from().name())
                        .setParameter(7, String.valueOf(migration.from().model()))
                        .setParameter(8, migration.fromRevision())
                        .setParameter(9, migration.from().dimensions())
                        .setParameter(10, migration.state().key())
                        .setParameter(11, migration.createdAt())
                        .setParameter(12, migration.updatedAt())
                        .executeUpdate())
                .map(inserted -> inserted > 0);
    }

    /** Latest first. */
    public Uni<List<Migration>> all() {
        return rows.listAll(Sort.by("createdAt").and("id").descending())
                .map(found -> found.stream().map(MigrationEntity::toMigration).toList());
    }

    public Uni<Optional<Migration>> byId(UUID id) {
        return rows.findById(id).map(MigrationRepository::toMigration);
    }

    /** Reads it and keeps others from changing it until the transaction ends. */
    public Uni<Optional<Migration>> lock(UUID id) {
        return rows.findById(id, LockModeType.PESSIMISTIC_WRITE).map(MigrationRepository::toMigration);
    }

    private static Optional<Migration> toMigration(@Nullable MigrationEntity row) {
        return Optional.ofNullable(row).map(MigrationEntity::toMigration);
    }

    /** Gives a locked one its next state. */
    public Uni<Migration> enter(UUID id, MigrationState state, Instant now) {
        return rows.findById(id)
                .invoke(row -> {
                    row.state = state.key();
                    row.updatedAt = now;
                })
                .call(rows::flush)
                .map(MigrationEntity::toMigration);
    }

    /** True if this worker may do the background work until then; nobody else may. */
    public Uni<Boolean> take(UUID id, UUID worker, Instant now, Instant until) {
        return rows.update(
                        "worker = ?1, workerUntil = ?2"
                                + " where id = ?3 and (worker is null or worker = ?1 or workerUntil <= ?4)",
                        worker,
                        until,
                        id,
                        now)
                .map(taken -> taken > 0);
    }

    /** Counts what was embedded, and goes on until then; false if another worker has it or the state is another. */
    public Uni<Boolean> advance(UUID id, UUID worker, MigrationState state, int embedded, Instant until) {
        return rows.update(
                        "embedded = embedded + ?1,"
                                + " remaining = case when remaining > ?1 then remaining - ?1 else 0L end,"
                                + " workerUntil = ?2 where id = ?3 and worker = ?4 and state = ?5",
                        (long) embedded,
                        until,
                        id,
                        worker,
                        state.key())
                .map(advanced -> advanced > 0);
    }

    /** Notes how many memories have no vector of the other model. */
    public Uni<Void> remaining(UUID id, long remaining) {
        return rows.update("remaining = ?1 where id = ?2", remaining, id).replaceWithVoid();
    }

    /** Notes that no vector is left of the model that does not serve. */
    public Uni<Void> cleared(UUID id) {
        return rows.update("cleared = true where id = ?1", id).replaceWithVoid();
    }

    /** Panache's view of the table. */
    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<MigrationEntity, UUID> {}
}
