package io.mnemesh.cache.redis;

import java.util.List;

/**
 * What this process knows of one shard: its epoch, the last change it has applied, and the last change it has heard of.
 * Thread-safe; epochs only grow, so late answers of an older epoch change nothing.
 */
final class Shard {

    private static final int RECENT_TAGS = 10_000;

    private final int index;
    private final RecentTags tags = new RecentTags(RECENT_TAGS);
    private long epoch;
    private long applied;
    private long seen;
    private volatile long currentEpoch;
    private volatile boolean followed;

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
            tags.begin(applied);
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
        if (!next) {
            tags.begin(applied);
        }
        return next;
    }

    /** Whether the follower is at the end of the log; until it is, what is known of tags is not all. */
    void followed(boolean atTheEnd) {
        followed = atTheEnd;
    }

    /** A tag was invalidated, by this process or another one. */
    synchronized void tagChanged(String digest, Token at) {
        if (at.epoch() == epoch) {
            tags.changed(digest, at.offset());
        }
    }

    /** Whether an entry with these tags that was read at this offset is current. */
    synchronized RecentTags.Verdict judge(List<String> digests, long offset) {
        var verdict = tags.judge(digests, offset);
        return verdict == RecentTags.Verdict.CURRENT && !followed ? RecentTags.Verdict.UNKNOWN : verdict;
    }
}
