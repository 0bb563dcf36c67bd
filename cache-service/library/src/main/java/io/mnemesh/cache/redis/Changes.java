package io.mnemesh.cache.redis;

/** Who is told of changes by other processes. Called on event loops; must not block. */
public interface Changes {

    /**
     * The key was put or removed, or the tag invalidated, by another process.
     *
     * @param cache name of {@link io.mnemesh.cache.codec.EntryKey#cache()}, which tells tags from keys
     */
    void changed(String cache, String tenant, String key);

    /** Changes of the shard may have been lost: nothing of it that was read before may be kept. */
    void lost(int shard);
}
