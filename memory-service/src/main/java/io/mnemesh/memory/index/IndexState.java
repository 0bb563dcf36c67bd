package io.mnemesh.memory.index;

/** Where an index is in its life. */
public enum IndexState {
    /** Not opened yet; nothing can be searched. */
    OPENING,
    /** Being rebuilt from the record; what is there can be searched. */
    REBUILDING,
    /** Following the event log. */
    FOLLOWING,
    /** Something it needs is away; it is tried again and what is there can be searched. */
    WAITING,
    /** Closed for good. */
    CLOSED;

    /** True if questions can be answered. */
    public boolean serving() {
        return switch (this) {
            case REBUILDING, FOLLOWING, WAITING -> true;
            case OPENING, CLOSED -> false;
        };
    }
}
