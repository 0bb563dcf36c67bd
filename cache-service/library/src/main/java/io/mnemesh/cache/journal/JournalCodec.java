package io.mnemesh.cache.journal;

import io.mnemesh.cache.codec.EntryKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes of one cache to envelopes and back. */
public interface JournalCodec<V> {

    /** @param serialized null: the key is removed */
    byte[] seal(EntryKey address, byte @Nullable [] serialized, List<String> tags);

    /** @return null if it was written by another version or for another address, or is damaged */
    @Nullable
    Pending<V> open(EntryKey address, byte[] envelope);
}
