package io.mnemesh.mesh.redis;

import io.mnemesh.mesh.problem.TransientFailure;
import org.jspecify.annotations.Nullable;

/** Redis cannot be reached or did not answer in time. Always transient. */
public final class RedisUnavailableException extends RuntimeException implements TransientFailure {

    public RedisUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
