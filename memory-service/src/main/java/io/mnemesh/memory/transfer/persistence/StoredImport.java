package io.mnemesh.memory.transfer.persistence;

import io.mnemesh.memory.transfer.Import;
import io.mnemesh.memory.transfer.ImportState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * An import as it is kept.
 *
 * @param id        its id
 * @param createdBy who sends it
 * @param state     what it is at
 * @param closed    true if no more lines are expected
 * @param lines     lines received
 * @param stored    lines that are memories now
 * @param failed    lines that were refused
 * @param createdAt when its first lines came
 * @param updatedAt when it went on last
 */
public record StoredImport(
        UUID id,
        String createdBy,
        ImportState state,
        boolean closed,
        long lines,
        long stored,
        long failed,
        Instant createdAt,
        Instant updatedAt) {

    /** As it is answered. */
    public Import view() {
        return new Import(id, state, lines, stored, failed, createdAt, updatedAt);
    }

    /** With so many lines, of which some were refused at once. */
    public StoredImport received(long all, long refused, boolean last, Instant now) {
        return new StoredImport(
                id,
                createdBy,
                last ? ImportState.RUNNING : ImportState.RECEIVING,
                last,
                all,
                stored,
                failed + refused,
                createdAt,
                now.truncatedTo(ChronoUnit.MICROS));
    }

    /** After a step. */
    public StoredImport went(long more, long refused, boolean end, Instant now) {
        return new StoredImport(
                id,
                createdBy,
                end ? ImportState.DONE : state,
                closed,
                lines,
                stored + more,
                failed + refused,
                createdAt,
                now.truncatedTo(ChronoUnit.MICROS));
    }

    /** Given up. */
    public StoredImport cancelled(Instant now) {
        return new StoredImport(
                id,
                createdBy,
                ImportState.CANCELLED,
                true,
                lines,
                stored,
                failed,
                createdAt,
                now.truncatedTo(ChronoUnit.MICROS));
    }
}
