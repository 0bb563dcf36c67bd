package io.mnemesh.cache;

/** When the store beneath a cache gets what is put into the cache and removed from it. */
public enum WriteMode {
    /** Before the call ends; then L1 and L2 keep the value. */
    THROUGH,
    /** Before the call ends; then every tier forgets what it had, and the next read loads. */
    AROUND,
    /**
     * Later: the call ends when the write is in a durable journal, and L1 and L2 keep the value. Of several writes of one key
     * the store gets the last one.
     */
    BACK
}
