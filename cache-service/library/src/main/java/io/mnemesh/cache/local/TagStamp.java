package io.mnemesh.cache.local;

/** What an entry of the local tier knows of its tags: the count it was read after, and the state of each. */
public final class TagStamp {

    /** Of an entry without tags. */
    public static final TagStamp NONE = new TagStamp(Long.MAX_VALUE, new TagState[0]);

    private static final int BYTES_PER_TAG = 8;

    private final long horizon;
    private final TagState[] states;

    TagStamp(long horizon, TagState[] states) {
        this.horizon = horizon;
        this.states = states;
    }

    /** Whether no tag was invalidated since. */
    public boolean isCurrent() {
        for (TagState state : states) {
            if (state.changedAt() > horizon) {
                return false;
            }
        }
        return true;
    }

    /** Whether somebody who asked at this count may have asked after an invalidation that this does not know. */
    public boolean isOldFor(long asked) {
        return asked > horizon && !isCurrent();
    }

    int bytes() {
        return states.length * BYTES_PER_TAG;
    }
}
