package io.mnemesh.realtime.channel;

/** Why messages of a channel cannot be delivered any more. */
public enum GapReason {
    /** The history does not reach back to the first missing message. */
    HISTORY_TRIMMED("history_trimmed"),
    /** The channel started over, for example after its data was lost; offsets of before mean nothing now. */
    EPOCH_CHANGED("epoch_changed"),
    /** The position asked for lies ahead of the channel. */
    UNKNOWN_POSITION("unknown_position"),
    /** The subscriber did not read fast enough, and its namespace lets it go on without the oldest. */
    SLOW_CONSUMER("slow_consumer");

    private final String wire;

    GapReason(String wire) {
        this.wire = wire;
    }

    /** As clients read it. */
    public String wire() {
        return wire;
    }
}
