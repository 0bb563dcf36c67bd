package io.mnemesh.realtime.channel;

/**
 * A place in a channel: everything up to {@code offset} has been seen.
 *
 * @param epoch  name of the run of offsets; offsets of different epochs cannot be compared
 * @param offset offset of the last message seen, 0 before the first
 */
public record Position(String epoch, long offset) {

    public boolean sameEpoch(Position other) {
        return epoch.equals(other.epoch);
    }
}
