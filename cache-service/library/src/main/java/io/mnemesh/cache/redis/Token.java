package io.mnemesh.cache.redis;

/**
 * A point in the history of a shard: everything up to it had happened when it was taken.
 *
 * @param epoch  number of the epoch, 0 if none is known
 * @param offset offset of the last change
 */
public record Token(long epoch, long offset) {

    /** Stores nothing and is before everything. */
    public static final Token NONE = new Token(0, 0);
}
