package io.mnemesh.cache.postgres;

/** PostgreSQL cannot be asked now; the tier is to be skipped. Carries no stack trace. */
public final class PostgresDown extends RuntimeException {

    PostgresDown(String message) {
        super(message, null, false, false);
    }
}
