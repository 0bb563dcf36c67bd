package io.mnemesh.mesh.id;

import java.util.UUID;

/** Source of identifiers. Injected, so that tests can fix it. */
public interface Ids {

    /** A UUIDv7 (RFC 9562): ordered by time, monotonic within a process. */
    UUID next();
}
