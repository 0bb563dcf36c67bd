package io.mnemesh.cache.redis;

/** Redis cannot be asked now; the tier is to be skipped. Carries no stack trace. */
public final class RedisDown extends RuntimeException {

    RedisDown(String message) {
        super(message, null, false, false);
    }
}
