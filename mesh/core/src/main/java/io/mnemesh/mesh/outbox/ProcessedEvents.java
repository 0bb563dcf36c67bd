package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.postgres.Statements;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.UUID;

/** Exactly-once effects: the mark and the effect are committed together. */
public interface ProcessedEvents {

    /**
     * Marks the event as processed by the group in the running transaction.
     *
     * @return true if this transaction is the first to do so; false means the effect is already there: skip it
     */
    Uni<Boolean> markFirst(Statements transaction, String group, UUID eventId);

    /**
     * Marks these events with one statement, in an order that every caller keeps to.
     *
     * @return false if some were marked before, and nothing says which: then undo the transaction and take one at a time
     */
    Uni<Boolean> markAllFirst(Statements transaction, String group, Collection<UUID> eventIds);
}
