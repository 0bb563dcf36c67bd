package io.mnemesh.mesh.identity;

import java.util.function.Consumer;

/**
 * The grants, API keys and sessions, that were taken back although tokens of theirs have not ended yet. The gateway says
 * which; every service hears of it within moments and refuses their tokens from then on.
 */
public interface RevokedGrants {

    /** Whether tokens of the grant are to be refused. Never blocks. */
    boolean contains(String grant);

    /** Tells the listener of every grant that is revoked from now on, on an event loop; it must not block. */
    void onRevoked(Consumer<String> listener);
}
