package io.mnemesh.cache.journal;

import io.mnemesh.cache.postgres.JournalTable;
import java.time.Duration;

/**
 * How full the journal of one cache is, as far as this process knows: what was counted last, and what this process added and
 * settled since. Other processes may have added more since, so the bound may be passed by what they do between two counts.
 * Thread-safe.
 */
final class Depth {

    private final int capacity;
    private long keys;
    private long change;
    private long reserved;
    private long dead;
    private Duration oldest = Duration.ZERO;

    Depth(int capacity) {
        this.capacity = capacity;
    }

    /** What is in the journal. */
    record Seen(long pending, long dead, Duration oldest) {

        static final Seen EMPTY = new Seen(0, 0, Duration.ZERO);
    }

    /** Keeps room for writes, as if each were of a new key. @return false if there is none */
    synchronized boolean reserve(int writes) {
        if (keys + reserved + writes > capacity) {
            return false;
        }
        reserved += writes;
        return true;
    }

    /** Writes that room was kept for are in the journal. */
    synchronized void added(int writes, int newKeys) {
        reserved -= writes;
        changed(newKeys);
    }

    /** Writes that room was kept for are not in the journal. */
    synchronized void released(int writes) {
        reserved -= writes;
    }

    synchronized void settled(int gone) {
        changed(-gone);
    }

    private void changed(long by) {
        change += by;
        keys = Math.max(0, keys + by);
    }

    /** To be handed to {@link #counted}; taken before the journal is counted. */
    synchronized long mark() {
        return change;
    }

    /** What was added since the mark may be in the count or not; it is taken to be not. */
    synchronized void counted(JournalTable.Count count, long mark) {
        keys = Math.max(0, count.keys() + Math.max(0, change - mark));
        dead = count.dead();
        oldest = count.oldest();
    }

    synchronized Seen seen() {
        return new Seen(Math.max(0, keys - dead), dead, oldest);
    }
}
