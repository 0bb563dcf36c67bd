package io.mnemesh.mesh.stream;

/**
 * One uninterrupted ownership of a partition: its lease and the reader that reads by it. It is being given back from the
 * moment nothing more is started until the running handlers have ended. Mutable; confined to the loop of its partition.
 */
final class Term {

    private final PartitionLease lease;
    private final TermReader reader;
    private long securedUntil;
    private boolean givenUp;

    /** @param sentAt {@link System#nanoTime()} from before the lease was asked for */
    Term(PartitionLease lease, TermReader reader, long sentAt) {
        this.lease = lease;
        this.reader = reader;
        renewed(sentAt);
    }

    PartitionLease lease() {
        return lease;
    }

    TermReader reader() {
        return reader;
    }

    /** The lease was prolonged by a request that was sent then. */
    void renewed(long sentAt) {
        securedUntil = lease.securedUntil(sentAt);
    }

    /** Whether nobody else can own the partition now. */
    boolean isSecured() {
        return System.nanoTime() - securedUntil < 0;
    }

    /** Nothing is read and nothing is started any more. */
    void giveUp() {
        givenUp = true;
        reader.stop();
    }

    boolean isGivenUp() {
        return givenUp;
    }
}
