package io.mnemesh.mesh.redis;

import org.jspecify.annotations.Nullable;

/** Redis cannot be reached or did not answer in time. Always transient. */
public final class RedisUnavailableException extends RuntimeException {

    public RedisUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
