package io.mnemesh.mesh.stream;

import io.smallrye.mutiny.Uni;

/** The partitioned log of domain events, for broadcast readers. */
public interface EventLog {

    /** Follows all partitions from {@code from} until the returned handle is closed. */
    Following follow(Cursor from, EventFollower follower);

    /** The newest position of every partition, for a snapshot that is taken from the record. */
    Uni<Cursor> end();

    /** A running follower. */
    interface Following extends AutoCloseable {
        /**
         * Entries that the follower has not taken in yet, over all partitions, as last seen; {@link Long#MAX_VALUE}
         * until every partition was read once.
         */
        long backlog();

        @Override
        void close();
    }
}
