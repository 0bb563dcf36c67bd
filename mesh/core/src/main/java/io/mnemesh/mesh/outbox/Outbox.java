package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.postgres.Statements;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Transactional outbox: events are written in the transaction of the change they tell of and relayed to the streams
 * after its commit, in commit order per subject.
 */
public interface Outbox {

    /** Adds events to the running transaction. Call {@link #wake()} after its commit to relay without delay. */
    Uni<Void> append(Statements transaction, List<? extends MeshEvent<?>> events);

    /** Tells the relay that something was committed. Cheap; never fails. */
    void wake();
}
