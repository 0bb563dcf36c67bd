package io.mnemesh.cache.local;

/** When a tag was last invalidated, by the count of {@link LocalTags}. Entries hold it, so that a hit looks nothing up. */
final class TagState {

    private volatile long changedAt;

    TagState(long changedAt) {
        this.changedAt = changedAt;
    }

    long changedAt() {
        return changedAt;
    }

    /** @param at greater than every one before; one thread at a time */
    void changed(long at) {
        changedAt = at;
    }
}
