package io.mnemesh.mesh.work;

import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Typed client of memory-service over its work lanes: whether a caller may be told of memories that others found useful. */
public interface ReadableMemories {

    /** Most memories of one request. */
    int MOST = 500;

    /**
     * Asks which of these the caller may read and nobody keeps to themselves.
     *
     * @param memories at most {@value #MOST}
     * @return their types; what is not there may not be told of. Fails as {@link WorkClient#request} does
     */
    Uni<Map<UUID, String>> readable(Identity caller, List<UUID> memories, Duration deadline);
}
