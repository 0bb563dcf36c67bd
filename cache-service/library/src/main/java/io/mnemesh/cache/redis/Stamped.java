package io.mnemesh.cache.redis;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * An entry as Redis holds it: fence, epoch and offset of the token it was read under, 8 bytes each, then the envelope.
 *
 * @param fence  greater than those of all entries the key had before in this epoch
 * @param offset invalidations of its tags after this one make it old
 */
record Stamped(byte[] envelope, long fence, long offset) {

    private static final int EPOCH_AT = 8;
    private static final int OFFSET_AT = 16;
    private static final int PREFIX = 24;

    /** @return null if there is no entry, or one of another epoch */
    static @Nullable Stamped of(@Nullable Response entry, long epoch) {
        if (entry == null) {
            return null;
        }
        Buffer bytes = entry.toBuffer();
        if (bytes.length() < PREFIX || bytes.getLong(EPOCH_AT) != epoch) {
            return null;
        }
        return new Stamped(bytes.getBytes(PREFIX, bytes.length()), bytes.getLong(0), bytes.getLong(OFFSET_AT));
    }
}
