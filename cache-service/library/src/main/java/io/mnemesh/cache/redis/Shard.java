package io.mnemesh.cache.redis;

/**
 * What this process knows of one shard: its epoch, the last change it has applied, and the last change it has heard of.
 * Thread-safe; epochs only grow, so late answers of an older epoch change nothing.
 */
final class Shard {

    private final int index;
    private long epoch;
    private long applied;
    private long seen;
    private volatile long currentEpoch;

    Shard(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    /** Entries of other epochs are not to be trusted. */
    long epoch() {
        return currentEpoch;
    }

    synchronized Token token() {
        return new Token(epoch, seen);
    }

    /** Position of the follower. */
    synchronized Token applied() {
        return new Token(epoch, applied);
    }

    /** @return true if this is a new epoch: everything that was read before it is void */
    synchronized boolean observe(Token now) {
        if (now.epoch() > epoch) {
            epoch = now.epoch();
            applied = now.offset();
            seen = now.offset();
            currentEpoch = epoch;
            return true;
        }
        if (now.epoch() == epoch) {
            seen = Math.max(seen, now.offset());
        }
        return false;
    }

    /** @return false if changes between the last one applied and this one are missing; they are then skipped */
    synchronized boolean apply(Token change) {
        if (change.epoch() != epoch || change.offset() <= applied) {
            return true;
        }
        boolean next = change.offset() == applied + 1;
        applied = change.offset();
        seen = Math.max(seen, applied);
        return next;
    }
}
