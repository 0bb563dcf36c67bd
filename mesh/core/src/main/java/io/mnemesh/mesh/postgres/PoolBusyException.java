package io.mnemesh.mesh.postgres;

import io.mnemesh.mesh.problem.TransientFailure;

/** Too many callers wait for a connection already. Without a stack trace, since it must cost next to nothing. */
public final class PoolBusyException extends RuntimeException implements TransientFailure {

    PoolBusyException(int waiting) {
        super(
                "All connections to the database are in use and " + waiting + " callers wait for one already.",
                null,
                false,
                false);
    }
}
