package io.mnemesh.memory.migration;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a migration is, as it is answered.
 *
 * @param id           UUIDv7
 * @param model        the other model
 * @param revision     the other model with its revision
 * @param fromRevision the model before with its revision
 * @param state        where it is
 * @param embedded     memories that were embedded by the other model in the background
 * @param remaining    memories that still had no vector of the other model, as last counted
 * @param caughtUp     true if the index that does not serve has taken in, on the instance that answers, what the other has
 * @param createdAt    when it began
 * @param updatedAt    when its state last changed
 */
@Schema(name = "IndexMigration", description = "A switch of the index to another embedding model", examples = """
        {"id":"019aa3c1-7d3e-7c54-9a51-0d6a3f1f8b0e","model":"all-mpnet-base-v2","revision":"all-mpnet-base-v2@1.0",\
        "fromRevision":"all-MiniLM-L6-v2@1.0","state":"embedding","embedded":1200,"remaining":98800,"caughtUp":false,\
        "createdAt":"2026-11-21T11:00:00Z","updatedAt":"2026-11-21T11:00:00Z"}""")
public record MigrationProgress(
        UUID id,
        String model,
        String revision,
        String fromRevision,
        MigrationState state,
        long embedded,
        long remaining,
        boolean caughtUp,
        Instant createdAt,
        Instant updatedAt) {

    static MigrationProgress of(Migration migration, boolean caughtUp) {
        return new MigrationProgress(
                migration.id(),
                String.valueOf(migration.to().model()),
                migration.revision(),
                migration.fromRevision(),
                migration.state(),
                migration.embedded(),
                migration.remaining(),
                caughtUp,
                migration.createdAt(),
                migration.updatedAt());
    }
}
