package io.mnemesh.cache;

/**
 * Turns values into bytes and back for the shared tiers. Implementations are stateless and safe for concurrent use.
 *
 * @see JsonSerializer
 * @see Serializers
 */
public interface CacheSerializer<V> {

    /**
     * Identifies format and type, for example {@code json:io.mnemesh.memory.Conversation(id:UUID,...)}. An entry that was
     * written under another fingerprint is a miss, so change it whenever old bytes must not be read any more.
     */
    String fingerprint();

    byte[] serialize(V value);

    /** @throws RuntimeException if the bytes are not a value of this serializer; the entry is then a miss and removed */
    V deserialize(byte[] bytes);

    /**
     * Greatness from which serialized values are worth compressing for the shared tiers, in bytes; never, unless the
     * serializer says otherwise.
     */
    default int compressFrom() {
        return Integer.MAX_VALUE;
    }

    /** What the value weighs in the local tier. */
    default int localBytes(V value, int serializedBytes) {
        return serializedBytes;
    }
}
