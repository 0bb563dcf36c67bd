package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.postgres.Statements;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Exactly-once effects: the mark and the effect are committed together. */
public interface ProcessedEvents {

    /**
     * Marks the event as processed by the group in the running transaction.
     *
     * @return true if this transaction is the first to do so; false means the effect is already there: skip it
     */
    Uni<Boolean> markFirst(Statements transaction, String group, UUID eventId);
}
